import { namesOf } from '../accounts/queries.ts'
import { after, mayReport, type ProgressEvent, progressEvents } from '../domain/progress.ts'
import type { Reading } from '../initiatives/cards.ts'
import { returned } from '../initiatives/reading.ts'
import type { Reader } from '../platform/db/database.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import type { Return } from '../platform/http/floor.ts'
import { templateOf } from './commands.ts'
import { prefilled } from './prefilling.ts'
import { type MetReport, remarksOn } from './queries.ts'

/** Everything the page of a report shows to this reader. */
export async function reportPage(db: Reader, met: MetReport, reading: Reading, timeZone: string, back?: Return) {
  const { report, plan, funding, initiative, funder, capacities, isOwn } = met
  const mayDo = (event: ProgressEvent) =>
    mayReport(event, isOwn, capacities).allowed && after(report.state, event) !== undefined
  const may = Object.fromEntries(progressEvents.map((event) => [event, mayDo(event)])) as Record<ProgressEvent, boolean>
  const isSent = report.submittedAt !== null
  // What is being written is the carriers' own until they send it.
  const isRead = isSent || mayReport('write', isOwn, capacities).allowed
  const [known, remarks] = await Promise.all([
    may.write ? prefilled(db, met, reading, timeZone) : report.prefilled,
    remarksOn(db, report.id),
  ])
  const template = isRead ? templateOf(met) : []
  const people = [...remarks.map(({ byAccountId }) => byAccountId), report.submittedById, report.settledById]
  const names = await namesOf(db, [...new Set(people.filter((id) => id !== null))])
  const url = `/progress/${report.id}`
  return {
    ...returned(reading, back),
    report,
    plan,
    funding,
    initiative,
    funder,
    may,
    isSent,
    isLate: !isSent && report.state !== 'skipped' && report.dueOn < reading.today,
    questions: template.map((question) => ({
      ...question,
      answer: report.answers[question.id] ?? '',
      known: known[question.id] ?? '',
    })),
    remarks: remarks.map((one) => ({ ...one, who: (one.byAccountId && names.get(one.byAccountId)) || '' })),
    submittedBy: (report.submittedById && names.get(report.submittedById)) || '',
    settledBy: (report.settledById && names.get(report.settledById)) || '',
    conflict:
      may.write && back?.stale?.differences.length ? conflictOf(back, sidesOf(met), `${url}/draft`, url) : undefined,
    lost: back?.stale && !may.write ? typedIn(met, back) : [],
  }
}

const sidesOf = (met: MetReport) => templateOf(met).map(({ id, asks }) => ({ name: `answer-${id}`, label: asks }))

// Somebody sent it meanwhile: what was typed has no form any more to come back in.
function typedIn(met: MetReport, { values }: Return) {
  return sidesOf(met).flatMap(({ name, label }) => {
    const typed = values[name]
    return typeof typed === 'string' && typed.trim() !== '' ? [{ label, typed }] : []
  })
}
