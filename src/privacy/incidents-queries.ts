import { and, count, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { incidents } from './tables.ts'

export type IncidentRow = typeof incidents.$inferSelect

export const PAGE = 50
const CHUNK = 500

/** The register, latest first. */
export function incidentsListed(db: Reader, before?: number, limit = PAGE + 1): Promise<IncidentRow[]> {
  return db
    .select()
    .from(incidents)
    .where(before === undefined ? undefined : lt(incidents.number, before))
    .orderBy(desc(incidents.number))
    .limit(limit)
}

/** All of it, a page at a time. */
export async function* incidentPages(db: Reader): AsyncGenerator<IncidentRow[]> {
  for (let before: number | undefined; ; ) {
    const rows = await incidentsListed(db, before, CHUNK)
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
    before = rows.at(-1)!.number
  }
}

/** With who entered it. Throws NotFound. */
export async function incidentOrRefuse(
  db: Reader,
  typed: string,
): Promise<{ incident: IncidentRow; who: string | null }> {
  const number = /^[1-9]\d{0,8}$/.test(typed) ? Number(typed) : 0
  const [found] = await db
    .select({ incident: incidents, who: accounts.name })
    .from(incidents)
    .leftJoin(accounts, eq(accounts.id, incidents.byAccountId))
    .where(eq(incidents.number, number))
  if (!found) throw new NotFound()
  return found
}

const isOpen = isNull(incidents.closedOn)
/** Serious, open, and somebody has to be told: `keepsOpen` of the domain, as a question to the database. */
const isUntold = and(
  isOpen,
  eq(incidents.isSerious, true),
  or(
    isNull(incidents.authorityToldOn),
    eq(incidents.authority, ''),
    and(isNull(incidents.peopleToldOn), eq(incidents.tellingNote, '')),
  ),
)

/** How many serious incidents wait for somebody to be told. */
export const incidentsUntold = (db: Reader): Promise<number> => db.$count(incidents, isUntold)

/** How many there are, open ones, and those that wait for something. */
export async function incidentsAtAGlance(db: Reader) {
  const [found] = await db
    .select({
      all: count(),
      open: many(isOpen),
      weighed: many(and(isOpen, isNull(incidents.isSerious))),
      untold: many(isUntold),
    })
    .from(incidents)
  return found!
}

const many = (which: ReturnType<typeof and>) => sql<number>`count(case when ${which} then 1 end)`.mapWith(Number)
