import { Unavailable } from '../platform/db/database.ts'
import { StoreUnreachable } from '../platform/storage/storage.ts'

/** What is wrong with an archive, or with the place it goes to. `key` names its words: `archive.fault.<key>`. */
export class ArchiveFault extends Error {
  override name = 'ArchiveFault'
  key: FaultKey
  details: Record<string, string | number>

  constructor(key: FaultKey, details: Record<string, string | number> = {}, cause?: unknown) {
    super(`${key} ${JSON.stringify(details)}`, { cause })
    this.key = key
    this.details = details
  }
}

export const faultKeys = [
  'not_an_archive',
  'cut_short',
  'damaged',
  'changed',
  'newer_format',
  'newer_version',
  'unexpected_entry',
  'link_entry',
  'too_large',
  'row',
  'rows',
  'entry_missing',
  'other_version',
  'not_empty',
  'running',
  'no_database',
  'no_store',
  'journal_broken',
  'not_the_same',
  'exists',
  'no_file',
  'no_space',
  'no_folder',
  'read_only',
  'missing_files',
  'unexpected',
] as const
export type FaultKey = (typeof faultKeys)[number]

/** What a folder or a disk refuses, in the words of the house. */
export function faultOf(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof ArchiveFault) return error
  if (error instanceof StoreUnreachable) return new ArchiveFault('no_store', {}, error)
  if (error instanceof Unavailable && error.reason === 'full') return new ArchiveFault('no_space', { file }, error)
  if (error instanceof Unavailable && error.reason === 'unreachable') return new ArchiveFault('no_database', {}, error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ArchiveFault('no_space', { file }, error)
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return new ArchiveFault('read_only', { file }, error)
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EEXIST')
    return new ArchiveFault('no_folder', { file }, error)
  return error
}
