import { recorded } from '../activity/recorded.ts'
import { documentsOf } from '../documents/queries.ts'
import { measured, standingInPlaceOf } from '../domain/indicators.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { granted, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, type Reader } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, type Issue, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { findIndicator, type IndicatorMet, type IndicatorValue } from './indicators.ts'
import { pilotsOf } from './queries.ts'
import type { CorrectionInput, ValueInput } from './schema.ts'
import { indicatorValues } from './tables.ts'

/** Adds a baseline, a target or a result. Throws InvalidInput, also when a baseline stands: it is corrected instead. */
export async function recordValue(db: Database, id: string, input: ValueInput, by: By, when: Moment): Promise<void> {
  const met = await findIndicator(db, by, when.today, id)
  const as = granted(may('indicator.tend', met.capacities))
  if (input.kind === 'baseline' && measured(met.values).baseline) {
    throw new InvalidInput([{ field: 'kind', key: 'baseline_stands' }])
  }
  await entered(db, met, input, undefined, { by, as, when })
}

/** Says otherwise what was entered: a new value stands in its place. Throws Stale when somebody corrected it first. */
export async function correctValue(
  db: Database,
  id: string,
  valueId: string,
  input: CorrectionInput,
  by: By,
  when: Moment,
): Promise<void> {
  const met = await findIndicator(db, by, when.today, id)
  const as = granted(may('indicator.tend', met.capacities))
  const corrected = standingOrStale(met, valueId, input)
  await orMeanwhile(entered(db, met, { ...input, kind: corrected.kind }, corrected, { by, as, when }), async () =>
    standingOrStale(await findIndicator(db, by, when.today, id), valueId, input),
  )
}

/** Takes a value back: nothing stands in its place. */
export async function withdrawValue(db: Database, id: string, valueId: string, by: By, when: Moment): Promise<void> {
  const met = await findIndicator(db, by, when.today, id)
  const as = granted(may('indicator.tend', met.capacities))
  const { kind, value, effectiveOn } = standingOrStale(met, valueId)
  const { initiative } = met
  const commit = db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    tx.insert(indicatorValues).values({
      id: newId(),
      indicatorId: id,
      kind,
      value,
      effectiveOn,
      supersedesId: valueId,
      isVoid: true,
      byAccountId: by.accountId,
      capacity: as,
      recordedAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'value_withdrawn',
      subject: { kind: 'indicator', id },
      initiativeId: initiative.id,
      as,
      particulars: { kind },
    }),
  ])
  await orMeanwhile(commit, async () => standingOrStale(await findIndicator(db, by, when.today, id), valueId))
}

// The value that an address names, as long as it stands; what stands in its place is shown beside what was typed.
function standingOrStale({ indicator, values }: IndicatorMet, id: string, typed?: CorrectionInput): IndicatorValue {
  const now = standingInPlaceOf(values, id)
  if (!now) throw new NotFound()
  if (now.id === id) return now
  const { value, effectiveOn, source } = typed ?? now
  throw outdated({ value, effectiveOn, source }, now, indicator.version)
}

// Who comes second finds that the value is superseded already.
async function orMeanwhile(commit: Promise<unknown>, told: () => Promise<unknown>): Promise<void> {
  try {
    await commit
  } catch (error) {
    if (error instanceof Duplicate && /supersedes/.test(error.on)) await told()
    throw error
  }
}

async function entered(
  db: Database,
  { indicator, initiative }: IndicatorMet,
  input: ValueInput,
  corrected: IndicatorValue | undefined,
  { by, as, when }: { by: By; as: IndicatorValue['capacity']; when: Moment },
) {
  const { kind, value, effectiveOn, source } = input
  const named = await namedIn(db, initiative.id, input, corrected, by, when)
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    tx.insert(indicatorValues).values({
      id: newId(),
      indicatorId: indicator.id,
      kind,
      value,
      effectiveOn,
      source,
      ...named,
      supersedesId: corrected?.id ?? null,
      byAccountId: by.accountId,
      capacity: as,
      recordedAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: corrected ? 'value_corrected' : 'value_recorded',
      subject: { kind: 'indicator', id: indicator.id },
      initiativeId: initiative.id,
      as,
      particulars: { kind },
    }),
  ])
}

// What a value points to, among what its writer sees; a correction keeps what the value pointed to, seen or not.
async function namedIn(
  db: Reader,
  initiativeId: string,
  input: ValueInput,
  corrected: IndicatorValue | undefined,
  by: By,
  { today }: Moment,
) {
  const issues: Issue[] = []
  const [documents, pilots] = await Promise.all([
    input.document && input.document !== corrected?.documentId ? documentsOf(db, by, today, initiativeId) : [],
    input.pilot && input.pilot !== corrected?.pilotId ? pilotsOf(db, by, today, initiativeId) : [],
  ])
  const isKnown = (id: string, kept: string | null | undefined, known: readonly string[]) =>
    !id || id === kept || known.includes(id)
  if (input.kind !== 'target' && input.effectiveOn > today) issues.push({ field: 'effectiveOn', key: 'in_the_future' })
  if (
    !isKnown(
      input.document,
      corrected?.documentId,
      documents.map(({ document }) => document.id),
    )
  ) {
    issues.push({ field: 'document', key: 'not_in_list' })
  }
  if (
    !isKnown(
      input.pilot,
      corrected?.pilotId,
      pilots.map(({ id }) => id),
    )
  ) {
    issues.push({ field: 'pilot', key: 'not_in_list' })
  }
  if (issues.length > 0) throw new InvalidInput(issues)
  return { documentId: input.document || null, pilotId: input.pilot || null }
}
