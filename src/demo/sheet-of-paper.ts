/** A PDF of one page with these lines of text: as plain as one can be, so that the demo brings its own documents. */
export function sheetOfPaper(title: string, lines: readonly string[]): Buffer {
  const written = [`/F 16 Tf 56 770 Td (${quoted(title)}) Tj`, '/F 11 Tf 0 -12 Td']
  for (const line of lines.flatMap(broken)) written.push(`0 -18 Td (${quoted(line)}) Tj`)
  const drawn = `BT ${written.join('\n')} ET`
  const parts = [
    '<</Type/Catalog/Pages 2 0 R/Lang(fr)>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
    `<</Title(${quoted(title)})>>`,
  ]
  let text = '%PDF-1.4\n'
  const offsets = parts.map((part, n) => {
    const at = text.length
    text += `${n + 1} 0 obj${part}endobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = parts.length + 1
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R/Info 6 0 R>>\nstartxref\n`
  return Buffer.from(`${text}${end}${text.length}\n%%EOF\n`, 'latin1')
}

// What WinAnsi says otherwise than Latin-1, and what ends a text.
function quoted(text: string): string {
  return text
    .replaceAll('’', '\x92')
    .replaceAll('œ', '\x9c')
    .replaceAll('–', '\x96')
    .replaceAll(' ', '\xa0')
    .replace(/[\\()]/g, '\\$&')
}

const LONGEST = 88

function broken(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!
    if (last !== '' && last.length + word.length >= LONGEST) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
