import { inArray } from 'drizzle-orm'
import { documents } from '../documents/tables.ts'
import type { TransferTag } from '../domain/documents.ts'
import { addCollection, addDocument, placeDocument } from '../library/commands.ts'
import type { Moment } from '../platform/clock.ts'
import type { Scene, Stage } from './stage.ts'

const collection = {
  title: 'Nourrir autrement les villages',
  introduction:
    'Trois initiatives, une même question : comment faire venir de bons aliments **là où l’épicerie a fermé**. À lire dans cet ordre.',
}
const shelved: readonly { title: string; tag: TransferTag; isFeatured: boolean }[] = [
  { title: 'Portrait des déserts alimentaires d’Antoine-Labelle', tag: 'accompany', isFeatured: false },
  { title: 'Bilan du premier cycle des frigos de village', tag: 'systematise', isFeatured: false },
  { title: 'Ouvrir un frigo de village : le guide', tag: 'transfer', isFeatured: true },
]

/** The coordination puts some of the documents in order, for others to find. */
export const catalogueScene: Scene = { ago: 1, act: catalogued }

async function catalogued({ db, people }: Stage, when: Moment) {
  const by = people.coordination
  const slug = await addCollection(db, collection, by, when)
  const titles = shelved.map(({ title }) => title)
  const { id, title, version } = documents
  const found = await db.select({ id, title, version }).from(documents).where(inArray(title, titles))
  for (const { title: called, tag, isFeatured } of shelved) {
    const one = found.find((document) => document.title === called)
    if (!one) continue
    await placeDocument(db, one.id, { version: one.version, transferTag: tag, isFeatured, collections: [] }, by, when)
    await addDocument(db, slug, one.id, by, when)
  }
}
