import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { ScanState, TextState } from '../domain/documents.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { LIMITS } from '../platform/files/limits.ts'
import { type Found, readApart } from '../platform/files/reading.ts'
import { scanned, type Scanner } from '../platform/files/scanning.ts'
import { HEAD, sniff } from '../platform/files/sniffing.ts'
import { isNeverOpened } from '../platform/files/types.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { documentTexts, documentVersions } from './tables.ts'
import { searchableWords } from './words.ts'

interface Bench {
  db: Database
  storage: Pick<Storage, 'keep' | 'stream'>
  log: Logger
  /** Where files are looked at for viruses, if anywhere. */
  scanner?: Scanner | undefined
}

type Version = typeof documentVersions.$inferSelect & { file: string }
type Changes = Partial<typeof documentVersions.$inferInsert> & { textState: TextState; scanState: ScanState }

/**
 * The job `document.read`: looks at a version that somebody attached, for viruses first, and keeps its words, its
 * pictures and what it says of itself. What breaks its reader is marked and done with; only a store, a database or a
 * scanner that does not answer is tried again. Done twice, it changes nothing.
 */
export function documentRead(bench: Bench) {
  return async ({ version: id }: { version: string }): Promise<{ textState: TextState } | undefined> => {
    const version = await findWaiting(bench.db, id)
    if (!version) return undefined
    const scanState = await stateOf(bench, version)
    const { changes, text } = scanState === 'quarantined' ? shutAway('none') : await looked(bench, version, scanState)
    await bench.db.commit((tx) => [
      tx.update(documentVersions).set(changes).where(eq(documentVersions.id, id)),
      tx.delete(documentTexts).where(eq(documentTexts.versionId, id)),
      ...(text
        ? [
            tx
              .insert(documentTexts)
              .values({ versionId: id, documentId: version.documentId, text, words: searchableWords(text) }),
          ]
        : []),
    ])
    return { textState: changes.textState }
  }
}

async function findWaiting(db: Reader, id: string): Promise<Version | undefined> {
  const [version] = await db.select().from(documentVersions).where(eq(documentVersions.id, id))
  return version?.file && version.textState === 'waiting' ? { ...version, file: version.file } : undefined
}

async function stateOf({ storage, scanner, log }: Bench, { id, file }: Version): Promise<ScanState> {
  if (!scanner) return 'unscanned'
  const verdict = await scanned(await storage.stream(file), scanner)
  if (verdict !== 'clean') log.warn({ version: id, verdict }, 'a file is not clean')
  return { clean: 'clean', infected: 'quarantined', too_large: 'unscanned' }[verdict] as ScanState
}

/** Nothing is shown of it, and nobody is handed it. */
const shutAway = (textState: TextState): { changes: Changes; text?: string } => ({
  changes: { textState, scanState: 'quarantined', thumbnail: null, previews: null, proposed: null, pages: null },
})

async function looked(
  bench: Bench,
  version: Version,
  scanState: ScanState,
): Promise<{ changes: Changes; text?: string }> {
  const { storage } = bench
  const { file, fileName, keepsMetadata, size } = version
  const told = await sniff(await headOf(storage, version), fileName)
  if (told.verdict === 'refused') return shutAway('broken')
  const { mediaType } = told
  const closed = (textState: TextState) => ({ changes: { mediaType, textState, scanState } })
  const isNever = isNeverOpened(mediaType)
  if (size > LIMITS.bytes) return closed(isNever ? 'none' : 'too_large')
  if (isNever && mediaType !== 'application/zip') return closed('none')
  const found = await readApart(await storage.stream(file), { fileName, keepsMetadata })
  if (found.refused) return shutAway('broken')
  return { changes: { ...(await kept(storage, found)), ...said(found, mediaType), scanState }, ...textOf(found) }
}

async function headOf(storage: Bench['storage'], { file, size }: Version): Promise<Buffer> {
  if (size === 0) return Buffer.alloc(0)
  const parts: Buffer[] = []
  for await (const part of await storage.stream(file, { start: 0, end: Math.min(HEAD, size) - 1 }))
    parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** Names in the store of what was made of it. A picture is kept without its notes in the place of what was sent. */
async function kept({ keep }: Bench['storage'], { stripped, thumbnail, previews }: Found): Promise<Partial<Changes>> {
  const name = async (bytes: Buffer) => (await keep(Readable.from([bytes]))).name
  const shown: string[] = []
  for (const preview of previews) shown.push(await name(preview))
  return {
    ...(stripped && { file: await name(stripped), size: stripped.length }),
    thumbnail: thumbnail ? await name(thumbnail) : null,
    previews: shown.length > 0 ? shown : null,
  }
}

function said({ ended, mediaType, read }: Found, guessed: string) {
  const hasWords = read !== undefined && read.text !== ''
  // Words that were found stay found, whatever became of the pictures after them.
  const textState: TextState = hasWords ? 'read' : ended === 'whole' || read ? 'none' : ended
  return { mediaType: mediaType ?? guessed, textState, pages: read?.pages ?? null, proposed: read?.proposed ?? null }
}

const textOf = ({ read }: Found) => (read?.text ? { text: read.text } : {})
