import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { openSession } from '../src/accounts/commands.ts'
import { accounts } from '../src/accounts/tables.ts'
import { actors } from '../src/actors/tables.ts'
import { initiatives, participations } from '../src/initiatives/tables.ts'
import { territories, themes } from '../src/network/tables.ts'
import type { Database } from '../src/platform/db/database.ts'
import { content, rare } from './words.ts'

/** What the lines need to know of the network that was loaded: who is signed in, and where to look. */
export interface Facts {
  /** Session cookies. */
  coordinator: string
  member: string
  /** The slug of an active initiative with some history, and those of others. */
  initiative: string
  others: string[]
  /** The slugs of an actor as most are, and of the busiest. */
  actor: string
  busiest: string
  theme: string
  territory: string
  words: { common: string; rare: string; two: string }
  /** Initiatives that clients may move: see `movableFor`. */
  movable: Movable[]
}

/** Active, two gates or more before the last one. */
export interface Movable {
  slug: string
  version: number
}

// Whoever moved some knows their versions: nobody else touches those.
const parts = { move: [0, 0.6], mixed: [0.6, 0.8], live: [0.8, 0.85], profile: [0.85, 1] } as const

export function movableFor({ movable }: Facts, who: keyof typeof parts): Movable[] {
  const [from, to] = parts[who]
  return movable.slice(Math.floor(from * movable.length), Math.floor(to * movable.length))
}

export async function facts(db: Database, now: Date): Promise<Facts> {
  // What every member sees.
  const isOpen = and(eq(initiatives.status, 'active'), inArray(initiatives.visibility, ['public', 'network']))
  const active = await db
    .select({ slug: initiatives.slug, version: initiatives.version, stage: initiatives.stage })
    .from(initiatives)
    .where(isOpen)
    .orderBy(desc(initiatives.changedAt))
    .limit(500)
  const movable = await db
    .select({ slug: initiatives.slug, version: initiatives.version })
    .from(initiatives)
    .where(and(isOpen, inArray(initiatives.stage, ['emergence', 'mobilisation'])))
    .orderBy(asc(initiatives.id))
    .limit(2000)
  const many = sql<number>`count(*)`
  const busy = await db
    .select({ slug: actors.slug, kind: actors.kind, many })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(and(eq(participations.state, 'accepted'), ne(actors.kind, 'person')))
    .groupBy(actors.slug, actors.kind)
    .orderBy(desc(many), asc(actors.slug))
  const [territory] = await db
    .select()
    .from(territories)
    .where(eq(territories.kind, 'region'))
    .orderBy(asc(territories.code))
    .limit(1)
  const [theme] = await db.select().from(themes).orderBy(asc(themes.id)).limit(1)
  const [coordinator] = await db.select().from(accounts).where(eq(accounts.networkRole, 'coordinator'))
  const [member] = await db
    .select()
    .from(accounts)
    .where(eq(accounts.networkRole, 'member'))
    .orderBy(asc(accounts.id))
    .limit(1)
  const cookieOf = async (accountId: string) =>
    `session=${(await openSession(db, { accountId, userAgent: 'bench', proven: true }, now)).token}`
  return {
    coordinator: await cookieOf(coordinator!.id),
    member: await cookieOf(member!.id),
    initiative: (active.find(({ version, stage }) => version > 2 && stage === 'feedback') ?? active[0]!).slug,
    others: active.map(({ slug }) => slug),
    actor: busy[Math.floor(busy.length / 2)]!.slug,
    busiest: busy[0]!.slug,
    theme: theme!.slug,
    territory: territory!.code,
    words: { common: content[3]!, rare: await rareWord(db), two: `${content[5]} ${content[20]}` },
    movable,
  }
}

// One that somebody wrote at least once.
async function rareWord(db: Database): Promise<string> {
  const texts = await db
    .select({ text: initiatives.searchText })
    .from(initiatives)
    .orderBy(asc(initiatives.id))
    .limit(400)
  const known = new Set(texts.flatMap(({ text }) => text.split(' ')))
  return rare.find((word) => known.has(word)) ?? content.at(-1)!
}
