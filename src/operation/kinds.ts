/** The kinds of job that have words of their own (`operation.kind`), in one word: catalogues know no dots in a key. */
const named = [
  'letter.send',
  'sign_in_link.send',
  'invitation.send',
  'move.tell',
  'document.read',
  'import.run',
  'import.undo',
  'backup.run',
  'archive.make',
  'report.send',
  'report.mail',
  'adjustment.tell',
  'erasure.scour',
]

/** The kinds that send a letter. */
export const letterKinds = ['letter.send', 'sign_in_link.send', 'invitation.send', 'report.mail', 'adjustment.tell']

/** What a kind is called: a key of `operation.kind`. */
export function kindKey(kind: string): string {
  return named.includes(kind) ? kind.replace('.', '_') : 'unknown'
}

/** The page of the work itself, where its kind has one. */
export function pageOf({ kind, payload }: { kind: string; payload: unknown }): string | undefined {
  const { importId } = (payload ?? {}) as { importId?: unknown }
  if (kind.startsWith('import.') && typeof importId === 'string') return `/imports/${encodeURIComponent(importId)}`
  return kind === 'archive.make' ? '/settings/archive' : undefined
}
