// Spreadsheets take a cell of a text file that begins with one of these for a formula, and execute it (OWASP, CSV injection).
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/u
const APOSTROPHE = 39

/** The cell behind an apostrophe, if a spreadsheet could take it for a formula. Every text comes back from `unguarded`. */
export const guarded = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell)

/** The cell as it was before it was guarded: any other apostrophe stays. */
export function unguarded(cell: string): string {
  if (cell.charCodeAt(0) !== APOSTROPHE) return cell
  const bare = cell.slice(1)
  return FORMULA.test(bare) ? bare : cell
}
