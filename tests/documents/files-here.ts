import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { documentSearch, documentTexts, documents, documentVersions } from '../../src/documents/tables.ts'
import { sniff } from '../../src/platform/files/sniffing.ts'
import { newId } from '../../src/platform/id.ts'
import { queued } from '../../src/platform/jobs/queued.ts'
import { folderStorage } from '../../src/platform/storage/storage.ts'
import type { House } from '../house.ts'

type Wanted = Partial<typeof documents.$inferInsert> & { keepsMetadata?: boolean }

/** A document as attaching it leaves it: its file in the store, its rows, and the work of reading it. */
export async function attachedHere(
  house: House,
  initiativeId: string,
  bytes: Buffer,
  fileName: string,
  wanted: Wanted = {},
) {
  const [id, versionId] = [newId(), newId()]
  const { keepsMetadata = false, ...more } = wanted
  const kept = await storeOf(house).keep(Readable.from([bytes]))
  const { mediaType } = await sniff(bytes.subarray(0, 65_536), fileName)
  await house.db.commit((tx) => [
    tx.insert(documents).values({
      id,
      initiativeId,
      kind: 'other',
      title: fileName || 'sans nom',
      currentVersionId: versionId,
      visibility: 'public',
      capacity: 'support_partner',
      searchText: 'titre',
      createdAt: house.now,
      changedAt: house.now,
      ...more,
    }),
    versionHere(tx, house, {
      documentId: id,
      id: versionId,
      number: 1,
      file: kept.name,
      size: kept.size,
      fileName,
      mediaType,
      keepsMetadata,
    }),
    queued(tx, 'document.read', { version: versionId }, house.now, { lane: 'long' }),
  ])
  return { id, versionId }
}

export function versionHere(
  tx: Parameters<Parameters<House['db']['commit']>[0]>[0],
  house: House,
  version: Omit<typeof documentVersions.$inferInsert, 'capacity' | 'recordedAt' | 'textState'>,
) {
  return tx
    .insert(documentVersions)
    .values({ ...version, capacity: 'support_partner', recordedAt: house.now, textState: 'waiting' })
}

export const storeOf = (house: House) => folderStorage(join(house.source.dataFolder, 'files'))

/** What became of a document: its version, its words, and the words by which it is found. */
export async function readHere({ db }: House, { id, versionId }: { id: string; versionId: string }) {
  const [version] = await db.select().from(documentVersions).where(eq(documentVersions.id, versionId))
  const [text] = await db.select().from(documentTexts).where(eq(documentTexts.versionId, versionId))
  const [found] = await db.select().from(documentSearch).where(eq(documentSearch.documentId, id))
  return { version: version!, text, inside: found!.inside }
}

/** Everything that lies in the store, whole or half-written. */
export function namesIn(house: House): string[] {
  return readdirSync(join(house.source.dataFolder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
}
