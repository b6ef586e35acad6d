import { and, eq, sql } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { dayFaults, keepsOpen } from '../domain/incidents.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne, type Writer } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, Refusal, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { type IncidentRow, incidentOrRefuse } from './incidents-queries.ts'
import type { IncidentEditForm, IncidentForm } from './incidents-schema.ts'
import { incidents } from './tables.ts'

// The journal says that something was written of an incident, and which fields, never what: the register alone holds it.

const MOST_TRIES = 5

/** Returns its number, the next of the register. Who begins one at the same time takes the one after. */
export async function enterIncident(db: Database, input: IncidentForm, by: By, { at, today }: Moment): Promise<number> {
  const as = allowed('privacy.manage', by)
  refuseImpossibleDays(input, today)
  const id = newId()
  const number = sql<number>`(select coalesce(max(n.number), 0) + 1 from incidents n)`
  const row = { ...input, id, byAccountId: by.accountId, createdAt: at, changedAt: at }
  for (let tries = 1; ; tries++) {
    try {
      const [entered] = await db.commit((tx) => [
        tx
          .insert(incidents)
          .values({ ...row, number })
          .returning({ number: incidents.number }),
        recorded(tx, by, at, { what: 'incident_entered', subject: incident(id), as }),
      ])
      return entered[0]!.number
    } catch (error) {
      if (!(error instanceof Duplicate && /incidents.number/.test(error.on)) || tries === MOST_TRIES) throw error
    }
  }
}

/** Throws Stale when somebody saved first. A closed one is opened again before it is changed. */
export async function editIncident(db: Database, typed: string, input: IncidentEditForm, by: By, moment: Moment) {
  const as = allowed('privacy.manage', by)
  const { incident: current } = await incidentOrRefuse(db, typed)
  const { version, ...changes } = input
  const stale = () => outdated(changes, current, current.version)
  if (version !== current.version) throw stale()
  refuseClosed(current)
  refuseImpossibleDays(changes, moment.today)
  const fields = stale().differences.map(({ field }) => field)
  await db.commit((tx) => [
    changed(tx, current, changes, moment.at, stale),
    recorded(tx, by, moment.at, {
      what: 'incident_edited',
      subject: incident(current.id),
      particulars: { number: current.number, fields },
      as,
    }),
  ])
}

/** Throws InvalidInput while it is being weighed, or somebody has to be told; Stale when somebody saved first. */
export async function closeIncident(db: Database, typed: string, version: number, by: By, moment: Moment) {
  const as = allowed('privacy.manage', by)
  const { incident: current } = await incidentOrRefuse(db, typed)
  if (version !== current.version) throw new Stale()
  refuseClosed(current)
  const waits = keepsOpen(current)
  if (waits.length > 0) throw new InvalidInput(waits.map((gap) => ({ field: '', key: unclosed[gap] })))
  await db.commit((tx) => [
    changed(tx, current, { closedOn: moment.today }, moment.at),
    recorded(tx, by, moment.at, { what: 'incident_closed', ...about(current), as }),
  ])
}

const unclosed = {
  verdict: 'incident_weighed',
  authority: 'incident_authority',
  people_told: 'incident_people',
} as const

/** Throws Stale when somebody saved first. */
export async function reopenIncident(db: Database, typed: string, version: number, by: By, moment: Moment) {
  const as = allowed('privacy.manage', by)
  const { incident: current } = await incidentOrRefuse(db, typed)
  if (version !== current.version || current.closedOn === null) throw new Stale()
  await db.commit((tx) => [
    changed(tx, current, { closedOn: null }, moment.at),
    recorded(tx, by, moment.at, { what: 'incident_reopened', ...about(current), as }),
  ])
}

function changed(
  tx: Writer,
  { id, version }: IncidentRow,
  changes: Partial<IncidentRow>,
  changedAt: Date,
  stale: () => Error = () => new Stale(),
) {
  return exactlyOne(
    tx
      .update(incidents)
      .set({ ...changes, changedAt, version: version + 1 })
      .where(and(eq(incidents.id, id), eq(incidents.version, version)))
      .returning({ id: incidents.id }),
    stale,
  )
}

const wrongDays = {
  future: 'in_the_future',
  ends_first: 'until_before_since',
  noticed_first: 'noticed_before_happened',
  told_first: 'told_before_noticed',
} as const

function refuseImpossibleDays(input: IncidentForm, today: string) {
  const faults = dayFaults(input, today)
  if (faults.length > 0) throw new InvalidInput(faults.map(({ field, fault }) => ({ field, key: wrongDays[fault] })))
}

function refuseClosed({ closedOn }: IncidentRow) {
  if (closedOn !== null) throw new Refusal(409, 'incident_closed')
}

const about = ({ id, number }: IncidentRow) => ({ subject: incident(id), particulars: { number } })
const incident = (id: string) => ({ kind: 'incident', id })
