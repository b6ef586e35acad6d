import { attached } from '../../src/documents/steps.ts'
import { documents } from '../../src/documents/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'
import type { Settled } from '../town.ts'
import type { Case } from './initiative-routes.ts'
import { carrying, everybody, type Person, team } from './people.ts'

const tending: readonly Person[] = ['supportPartner', ...carrying]

/** A link that everybody who sees the initiative may read, attached by nobody who is tried. */
async function document({ db, now }: House, { id: initiativeId }: Settled, isBinned = false): Promise<string> {
  const [id, versionId] = [newId(), newId()]
  const row = {
    id,
    initiativeId,
    kind: 'minutes',
    title: 'Compte rendu',
    visibility: 'public',
    capacity: 'carrier',
    searchText: 'compte rendu',
  } as const
  const contents = { url: 'https://example.org/compte-rendu' }
  await db.commit((tx) => [
    ...attached(tx, row, { versionId, contents, themeIds: [] }, now),
    ...(isBinned ? [tx.update(documents).set({ binnedAt: now })] : []),
  ])
  return id
}

const onDocument = (
  route: string,
  rest: string,
  may: readonly Person[],
  fields?: Record<string, string>,
  isBinned = false,
): Case => ({
  route,
  may,
  ask: async (house, _town, one) => ({
    path: `/documents/${await document(house, one, isBinned)}${rest}`,
    ...(fields ? { fields } : {}),
  }),
})

const onInitiative = (route: string, rest: string, may: readonly Person[], what?: string): Case => ({
  route,
  may,
  ...(what ? { what } : {}),
  ask: async (house, _town, one) => {
    await document(house, one)
    return { path: `/initiatives/${one.slug}${rest}` }
  },
})

/** Every route about the documents of an initiative, and who may, of those who see it. */
export const documentCases: Case[] = [
  onInitiative('GET /initiatives/:slug/documents', '/documents', everybody),
  onInitiative('GET /initiatives/:slug/documents/new', '/documents/new', team),
  onInitiative('GET /initiatives/:slug/documents/new', '/documents/new?code=R1', tending, 'to show a criterion'),
  onInitiative('GET /initiatives/:slug/bin', '/bin', team),
  {
    route: 'POST /initiatives/:slug/documents',
    may: team,
    ask: (_house, _town, { slug }) => ({
      path: `/initiatives/${slug}/documents`,
      fields: { kind: 'minutes', url: 'https://example.org/compte-rendu' },
    }),
  },
  onDocument('GET /documents/:id', '', everybody),
  onDocument('GET /documents/:id/edit', '/edit', tending),
  onDocument('POST /documents/:id', '', tending, {
    version: '1',
    kind: 'minutes',
    title: 'Compte rendu corrigé',
    visibility: 'public',
  }),
  onDocument('GET /documents/:id/versions/new', '/versions/new', tending),
  onDocument('GET /documents/:id/versions/:number', '/versions/1', everybody),
  onDocument('POST /documents/:id/versions', '/versions', tending, { version: '1', url: 'https://example.org/2' }),
  onDocument('GET /documents/:id/bin', '/bin', tending),
  onDocument('POST /documents/:id/bin', '/bin', tending, {}),
  onDocument('POST /documents/:id/restore', '/restore', tending, {}, true),
]
