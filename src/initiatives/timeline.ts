import { namesOf } from '../accounts/queries.ts'
import { actorsByIds } from '../actors/queries.ts'
import { standing } from '../domain/history.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { type Capacity, may } from '../domain/permissions.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Reading } from './cards.ts'
import type { expectedMovesOf } from './queries.ts'
import { type MoveRow, passage } from './queries.ts'

export interface TimelineEntry {
  day: string
  text: string
  stage?: Stage
  strong?: boolean
  planned?: boolean
  details: string[]
  recorded: string
  corrected?: { was: string; day: string; reason: string; by: string }
  actions: { href: string; label: string }[]
}

/** What the lines of a history are written with: names of people for those who signed in, of actors that the reader may see. */
export interface Names {
  people: Map<string, string>
  organisations: Map<string, string>
}

/** `others` are accounts to be named besides those of the moves. */
export async function namesIn(
  db: Reader,
  rows: readonly MoveRow[],
  { viewer }: Reading,
  others: readonly (string | null)[] = [],
): Promise<Names> {
  const accountIds = viewer.networkRole ? [...rows.map((row) => row.byAccountId), ...others] : []
  const [people, organisations] = await Promise.all([
    namesOf(db, idsIn(accountIds)),
    actorsByIds(db, viewer, idsIn(rows.map((row) => row.takenOverById))),
  ])
  return { people, organisations: new Map(organisations.map(({ id, name }) => [id, name])) }
}

const idsIn = (some: (string | null)[]) => [...new Set(some.filter((id) => id !== null))]

/** The standing moves, newest first, each with what it corrected; then what is expected, on top. */
export function timeline(
  slug: string,
  rows: readonly MoveRow[],
  expected: Awaited<ReturnType<typeof expectedMovesOf>>,
  capacities: readonly Capacity[],
  names: Names,
  reading: Reading,
): TimelineEntry[] {
  const { t, format } = reading
  const mayCorrect = may('move.correct', capacities).allowed
  const byId = new Map(rows.map((row) => [row.id, row]))
  const past = standing(rows.map(passage)).map(({ row }): TimelineEntry => {
    const wrong = wrongOf(row, byId)
    return {
      day: row.effectiveOn,
      text: textOf(row, reading),
      ...(isStageMove(row) ? { stage: row.toStage } : { strong: true }),
      details: detailsOf(row, names, reading),
      recorded: recordedBy(row, names, reading),
      ...(wrong[0]
        ? {
            corrected: {
              was: wrong.map((one) => t('initiatives.timeline.was', { day: format.day(one.effectiveOn) })).join(', '),
              day: '',
              reason: wrong[0].reason,
              by: recordedBy(wrong[0], names, reading),
            },
          }
        : {}),
      actions: mayCorrect
        ? [{ href: `/initiatives/${slug}/moves/${row.id}/corrections/new`, label: t('initiatives.timeline.correct') }]
        : [],
    }
  })
  const plans = expected.map(
    (plan): TimelineEntry => ({
      day: plan.expectedOn,
      text: t('initiatives.timeline.planned', { what: planText(plan, reading) }),
      planned: true,
      details: plan.note ? [t('initiatives.timeline.reason', { reason: plan.note })] : [],
      recorded: t('initiatives.timeline.recorded_as', { when: format.instant(plan.recordedAt), capacity: '' }).replace(
        /, $/,
        '',
      ),
      actions: mayCorrect
        ? [{ href: `/initiatives/${slug}/plans/${plan.id}`, label: t('initiatives.timeline.withdraw') }]
        : [],
    }),
  )
  return [...plans.toReversed(), ...past.toReversed()]
}

/** What other rooms tell, among what happened by day; what is expected stays on top. */
export function withToldBeside(entries: readonly TimelineEntry[], told: readonly TimelineEntry[]): TimelineEntry[] {
  const [plans, past] = [entries.filter(({ planned }) => planned), entries.filter(({ planned }) => !planned)]
  return [...plans, ...[...past, ...told].sort((one, other) => other.day.localeCompare(one.day))]
}

// What a row corrects, and what that had corrected. A history that is filled in supersedes a beginning: nothing was wrong.
function wrongOf(row: MoveRow, byId: Map<string, MoveRow>): MoveRow[] {
  const wrong = row.supersedesId ? byId.get(row.supersedesId) : undefined
  return wrong && wrong.event === row.event ? [wrong, ...wrongOf(wrong, byId)] : []
}

const isStageMove = (row: MoveRow) => row.event === 'start' || row.fromStage !== row.toStage

export function textOf(row: MoveRow, { t }: Reading): string {
  if (row.event === 'start') {
    return row.toStatus === 'spotted'
      ? t('initiatives.timeline.start_spotted')
      : t('initiatives.timeline.start', { stage: t(`words.stage.${row.toStage}`) })
  }
  if (row.fromStage && row.fromStage !== row.toStage) {
    return t('initiatives.timeline.stage', {
      from: t(`words.stage.${row.fromStage}`),
      to: t(`words.stage.${row.toStage}`),
    })
  }
  const kind = row.endingKind ? ` (${t(`words.ending_kind.${row.endingKind}`)})` : ''
  return t(`words.event.${row.event}`) + kind
}

export function planText(plan: { event: string; toStage: Stage }, { t }: Reading): string {
  return ['advance', 'skip', 'send_back'].includes(plan.event)
    ? t('initiatives.move.to_stage', { stage: t(`words.stage.${plan.toStage}`) })
    : t(`words.event.${plan.event}`)
}

function detailsOf(row: MoveRow, { organisations }: Names, { t, format }: Reading): string[] {
  const details: string[] = []
  if (row.judged && row.gateVersion !== null) {
    const unmet = row.judged.filter(({ met }) => !met).map(({ code }) => code)
    details.push(
      t('initiatives.timeline.gate', {
        version: row.gateVersion,
        count: row.judged.length - unmet.length,
        of: row.judged.length,
      }),
    )
    if (unmet.length > 0) {
      const criteria = format.list(unmet.map((code) => t(`words.criterion_short.${code}`)))
      details.push(
        row.waiver
          ? t('initiatives.timeline.waived', { criteria, waiver: row.waiver })
          : t('initiatives.timeline.missing', { criteria }),
      )
    }
  }
  const successor = row.takenOverById ? organisations.get(row.takenOverById) : undefined
  if (successor) details.push(t('initiatives.timeline.taken_over', { name: successor }))
  if (row.reviewOn) details.push(t('initiatives.timeline.review', { day: format.day(row.reviewOn) }))
  if (row.reason) details.push(t('initiatives.timeline.reason', { reason: row.reason }))
  if (row.lessons) details.push(t('initiatives.timeline.lessons', { lessons: row.lessons }))
  return details
}

function recordedBy(row: MoveRow, { people }: Names, { t, format, viewer }: Reading): string {
  const when = format.instant(row.recordedAt)
  if (row.provenance === 'imported') return t('initiatives.timeline.imported', { when })
  const who = (row.byAccountId && people.get(row.byAccountId)) || t('initiatives.timeline.someone')
  if (row.provenance === 'backfilled') return t('initiatives.timeline.backfilled', { when, who })
  if (viewer.networkRole) return t('initiatives.timeline.recorded', { when, who })
  return t('initiatives.timeline.recorded_as', { when, capacity: t(`words.capacity.${row.capacity ?? 'member'}`) })
}
