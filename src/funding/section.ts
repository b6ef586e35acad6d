import { mayRecordMoney } from '../domain/permissions.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { editionFundingsOf, type FundingMet, fundingsOf } from './queries.ts'
import { scheduleTold, seesSchedule, sumsTold, totalsTold } from './telling.ts'

/** « Argent », on an initiative's page: as much as the reader may see. */
export function moneySection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, reading) => {
    const { viewer, today } = reading
    const fundings = await fundingsOf(db, viewer, today, initiative.id)
    const mayBegin = mayRecordMoney('requested', capacities.includes('funder'), capacities).allowed
    if (fundings.length === 0 && (!mayBegin || initiative.status === 'spotted')) return undefined
    return {
      name: 'money',
      place: 'main',
      title: 'funding.section.title',
      view: '/funding/section',
      data: {
        sums: sumsTold(fundings, reading),
        fundings: fundings.map((one) => ({
          ...lineOf(one, reading),
          waiting: seesSchedule(one, viewer, capacities)
            ? scheduleTold(one, reading, today).filter(({ state }) => state === 'due' || state === 'late')
            : [],
        })),
        add: mayBegin ? `/initiatives/${initiative.slug}/fundings/new` : undefined,
      },
    }
  }
}

/** The money of an edition, for its page; `add` is where coordinators add to it. */
export async function editionMoney(db: Reader, edition: { id: string; slug: string }, reading: Reading) {
  const fundings = await editionFundingsOf(db, reading.viewer, edition.id)
  return {
    sums: sumsTold(fundings, reading),
    fundings: fundings.map((one) => ({ ...lineOf(one, reading), waiting: [] })),
    add: mayFundEditions(reading.viewer) ? `/editions/${edition.slug}/fundings/new` : undefined,
  }
}

export const mayFundEditions = (viewer: Viewer): boolean => isCoordinator(viewer)

function lineOf(one: FundingMet, reading: Reading) {
  const { funding, funder, isOwn } = one
  return {
    id: funding.id,
    href: `/fundings/${funding.id}`,
    funder,
    purpose: funding.purpose,
    kind: funding.kind,
    isOwn,
    totals: totalsTold(one, reading),
  }
}
