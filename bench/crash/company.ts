import { actors } from '../../src/actors/tables.ts'
import { openSession } from '../../src/accounts/commands.ts'
import { accounts } from '../../src/accounts/tables.ts'
import type { By } from '../../src/domain/viewer.ts'
import { start } from '../../src/initiatives/commands.ts'
import { addParticipation } from '../../src/initiatives/participating.ts'
import { ParticipationInput, StartInput } from '../../src/initiatives/schema.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { openDatabase } from '../../src/platform/db/open.ts'
import { folded } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'
import { settleBeside } from './beside.ts'
import { root } from './place.ts'

const WRITERS = 6
const OWN = 4
const SHARED = 6

/** Six coordinators who write at once, each on initiatives of their own and on some that they share. */
export interface Company {
  writers: { cookie: string; own: string[] }[]
  shared: string[]
  /** Links to the form of one pilot, with what an opened form carries, once somebody has opened it. */
  links: { id: string; token: string; opened?: { stamp: string; at: number } | undefined }[]
  /** One funding, of an initiative that nobody moves. */
  funding: string
  /** Each initiative as it was before anybody wrote: its version, and the accounts of its team. */
  before: Map<string, { slug: string; version: number; team: string[] }>
}

/** Migrates the database and fills it, with the commands that people use. */
export async function settle(url: string): Promise<Company> {
  const db = await openDatabase(url, root)
  try {
    const now = new Date()
    const readers = [await person(db, 'Lectrice', now), await person(db, 'Lecteur', now)]
    const writers: Company['writers'] = []
    const before: Company['before'] = new Map()
    const begin = async (title: string, by: By) => {
      const slug = await initiative(db, title, by, now)
      for (const [n, { actorSlug }] of readers.entries()) await join(db, slug, actorSlug, n, by, now)
      before.set(slug, { slug, version: 0, team: [by.accountId!, ...readers.map(({ accountId }) => accountId)] })
      return slug
    }
    const shared: string[] = []
    let boss: By | undefined
    for (let n = 0; n < WRITERS; n++) {
      const { accountId, name } = await person(db, `Animation ${n}`, now)
      const { token } = await openSession(db, { accountId, userAgent: 'crash', proven: true }, now)
      const by: By = { accountId, name, networkRole: 'coordinator', actorIds: [] }
      boss ??= by
      const own: string[] = []
      for (let i = 0; i < OWN; i++) own.push(await begin(`Initiative ${n} ${i}`, by))
      if (n < SHARED) shared.push(await begin(`Initiative partagée ${n}`, by))
      writers.push({ cookie: `session=${token}`, own })
    }
    const beside = await settleBeside(db, await begin('Initiative essayée', boss!), boss!, now)
    return { writers, shared, ...beside, before: await known(db, before) }
  } finally {
    await db.close()
  }
}

async function person(db: Database, name: string, now: Date) {
  const [accountId, actorSlug] = [newId(), folded(name).replaceAll(' ', '-')]
  await db.commit((tx) => [
    tx.insert(accounts).values({
      id: accountId,
      email: `${actorSlug}@example.org`,
      name,
      networkRole: 'coordinator',
      createdAt: now,
    }),
    tx.insert(actors).values({
      id: newId(),
      slug: actorSlug,
      kind: 'person',
      name,
      accountId,
      visibility: 'network',
      searchText: folded(name),
      createdAt: now,
    }),
  ])
  return { accountId, actorSlug, name }
}

// Long ago, so that no day of a move comes before it in any time zone.
const SINCE = '2026-01-05'

async function initiative(db: Database, title: string, by: By, now: Date): Promise<string> {
  const input = StartInput.parse({
    title,
    need: `Un besoin de ${title}.`,
    isAnother: 'on',
    stage: 'emergence',
    startedOn: SINCE,
    visibility: 'network',
  })
  return (await start(db, input, by, { at: now, today: now.toISOString().slice(0, 10) })).slug
}

async function join(db: Database, slug: string, actor: string, n: number, by: By, now: Date) {
  const input = ParticipationInput.parse({
    role: n % 2 === 0 ? 'support_partner' : 'funder',
    actor,
    since: SINCE,
    acceptFor: 'on',
  })
  const when = { at: now, today: now.toISOString().slice(0, 10) }
  await addParticipation(db, slug, input, by, when, { url: 'http://localhost', locale: 'fr-CA' })
}

// By id from now on: that is what the rows of the database say.
async function known(db: Database, bySlug: Company['before']): Promise<Company['before']> {
  const rows = await db
    .select({ id: initiatives.id, slug: initiatives.slug, version: initiatives.version })
    .from(initiatives)
  return new Map(rows.map(({ id, slug, version }) => [id, { ...bySlug.get(slug)!, version }]))
}
