import type { MakeSection, MakeWaiting } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { type ReportLine, reportsOn, unsettledFor } from './queries.ts'

/** A report in a list: where it is read, and whether its day has passed. */
export function lineOf(line: ReportLine, today: string) {
  const isUnsent = line.state === 'due' || line.state === 'draft'
  return { ...line, href: `/progress/${line.id}`, isLate: isUnsent && line.dueOn < today }
}

/** « Rapports d'avancement », on an initiative's page, for those on either side: what is not settled, and what was last accepted. */
export function progressSection(db: Reader): MakeSection {
  return async ({ initiative }, { viewer, today }) => {
    if (!viewer.networkRole) return undefined
    const all = await reportsOn(db, viewer, today, initiative.id)
    const open = all.filter(({ state }) => state !== 'accepted' && state !== 'skipped').toReversed()
    // All are in the order of their days: the first accepted one of each funder is its latest.
    const accepted = all.filter(({ state }) => state === 'accepted')
    const last = accepted.filter(({ funderId }, n) => accepted.findIndex((one) => one.funderId === funderId) === n)
    if (open.length === 0 && last.length === 0) return undefined
    return {
      name: 'progress',
      place: 'main',
      title: 'progress.section.title',
      view: '/progress/section',
      data: {
        open: open.map((line) => lineOf(line, today)),
        last: last.map((line) => lineOf(line, today)),
        late: open.filter((line) => lineOf(line, today).isLate).length,
      },
    }
  }
}

/** On « Ma page »: reports to write or answer, and those that a funder is to read. */
export function progressWaiting(db: Reader): MakeWaiting {
  return async ({ viewer, today }) => {
    if (viewer.actorIds.length === 0) return undefined
    const all = (await unsettledFor(db, viewer, today)).map((line) => ({
      ...lineOf(line, today),
      isOwn: viewer.actorIds.includes(line.funderId),
    }))
    // What was sent waits for the funder; everything else for the carriers.
    const waiting = all.filter(({ state, isOwn }) => (state === 'submitted') === isOwn)
    return waiting.length > 0 ? { view: '/progress/waiting', data: { reports: waiting } } : undefined
  }
}
