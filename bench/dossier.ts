// What a dossier takes in memory while it streams: fifty documents of twenty megabytes, from the built server.
// `npm run bench:dossier [-- --documents 50 --megabytes 20]`
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { documents, documentVersions } from '../src/documents/tables.ts'
import { initiatives } from '../src/initiatives/tables.ts'
import { openDatabase } from '../src/platform/db/open.ts'
import { newId } from '../src/platform/id.ts'
import { folderStorage } from '../src/platform/storage/storage.ts'
import { output, root, temporary } from './processes.ts'
import { serve, type Server } from './server.ts'

const { values: options } = parseArgs({
  options: { documents: { type: 'string', default: '50' }, megabytes: { type: 'string', default: '20' } },
})
const [many, megabytes] = [Number(options.documents), Number(options.megabytes)]
/** What the same once more may add, in megabytes: whatever an archive holds while it streams would come on top. */
const MOST = 30
/** Files that differ: the others are the same bytes again, as a store would keep them. */
const FILES = 5

process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

await output('build.mjs')
const folder = temporary('dossier')
const databaseUrl = `sqlite:${join(folder, 'sillon.db')}`
await filled()
const server = await serve({ databaseUrl, folder })
const few = await downloaded(server, 'few')
const whole = await downloaded(server, 'whole')
const again = await downloaded(server, 'whole')
await server.stop()
const mb = (amount: number) => amount.toFixed(1)
const said = (documentsThere: number, { bytes, seconds, at, most }: typeof whole) =>
  `${documentsThere} documents of ${megabytes} MB: ${mb(bytes / 1e6)} MB in ${mb(seconds)} s; memory ${mb(at)} MB before, ${mb(most)} MB at most`
const more = again.most - whole.most
process.stdout.write(
  [
    said(FILES, few),
    said(many, whole),
    said(many, again),
    `since the server stood ready: ${mb(whole.most - few.at)} MB, of which the PDF's compiler and its fonts, once`,
    `the same once more: ${mb(more)} MB more (to stay under ${MOST})`,
    '',
  ].join('\n'),
)
process.exitCode = more < MOST ? 0 : 1

/** An initiative with all the documents, and one with a few. */
async function filled(): Promise<void> {
  const db = await openDatabase(databaseUrl, root)
  const storage = folderStorage(join(folder, 'files'))
  const files: string[] = []
  for (let n = 0; n < FILES; n++) {
    const content = randomBytes(megabytes * 1_000_000)
    const kept: unknown = await storage.keep(Readable.from([content]))
    files.push(typeof kept === 'string' ? kept : createHash('sha256').update(content).digest('hex'))
  }
  const now = new Date('2026-03-02T15:00:00Z')
  const [full, small] = [newId(), newId()]
  const initiative = (id: string, slug: string): typeof initiatives.$inferInsert => ({
    id,
    slug,
    title: slug,
    visibility: 'public',
    stage: 'feedback',
    status: 'active',
    stageSince: '2026-01-05',
    statusSince: '2026-01-05',
    searchText: slug,
    createdAt: now,
    changedAt: now,
  })
  await db.commit((tx) => [
    tx.insert(initiatives).values([initiative(full, 'whole'), initiative(small, 'few')]),
    ...Array.from({ length: many + FILES }, (_, n) => {
      const [id, versionId] = [newId(), newId()]
      return [
        tx.insert(documents).values({
          id,
          initiativeId: n < many ? full : small,
          kind: 'dataset',
          title: `Document ${n}`,
          visibility: 'public',
          currentVersionId: versionId,
          capacity: 'carrier',
          searchText: '',
          createdAt: now,
          changedAt: now,
        }),
        tx.insert(documentVersions).values({
          id: versionId,
          documentId: id,
          number: 1,
          file: files[n % FILES]!,
          fileName: 'data.bin',
          mediaType: 'application/octet-stream',
          size: megabytes * 1_000_000,
          capacity: 'carrier',
          recordedAt: now,
          textState: 'none',
        }),
      ]
    }).flat(),
  ])
  await db.close()
}

async function downloaded(from: Server, slug: string) {
  const at = from.memory().resident
  let most = at
  const watch = setInterval(() => (most = Math.max(most, from.memory().resident)), 20)
  const began = performance.now()
  const answer = await fetch(`${from.origin}/initiatives/${slug}/dossier.zip`)
  if (!answer.ok) throw new Error(`${slug} answers ${answer.status}`)
  let bytes = 0
  for await (const part of answer.body!) bytes += (part as Uint8Array).length
  clearInterval(watch)
  return { bytes, seconds: (performance.now() - began) / 1000, at, most }
}
