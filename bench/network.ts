import { journalRow } from '../src/activity/recorded.ts'
import { journal } from '../src/activity/tables.ts'
import { criteriaOf } from '../src/domain/gates.ts'
import { type Role, roles } from '../src/domain/roles.ts'
import { stages } from '../src/domain/lifecycle.ts'
import type { By } from '../src/domain/viewer.ts'
import {
  attestations,
  existingSolutions,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../src/initiatives/tables.ts'
import type { Database } from '../src/platform/db/database.ts'
import { folded } from '../src/platform/db/sql.ts'
import { slugOf } from '../src/platform/slug.ts'
import { type Cast, cast } from './cast.ts'
import { type Dice, diceOf } from './dice.ts'
import { story, type Story } from './story.ts'
import { prose, sentence, title } from './words.ts'

// Neither database takes more than some tens of thousands of values in a statement.
const ROWS = 80

/**
 * A network of `many` initiatives with ten years behind them, at length where reports are measured. Always the same for
 * the same size, seed and day.
 */
export async function settle(db: Database, many: number, now: Date, isLong = false): Promise<void> {
  const dice = diceOf(many * 31 + 1)
  const known = await cast(db, many, dice, new Date(now.getTime() - 10 * 365 * 86_400_000))
  for (let from = 0; from < many; from += ROWS) {
    const some = Array.from({ length: Math.min(ROWS, many - from) }, (_, n) =>
      initiative(dice, known, { now, isLong }, from + n),
    )
    await db.commit((tx) => [
      tx.insert(initiatives).values(some.map(({ row }) => row)),
      ...rows(
        some.flatMap((one) => one.moves),
        (values) => tx.insert(moves).values(values),
      ),
      ...rows(
        some.flatMap((one) => one.links),
        (values) => tx.insert(participations).values(values),
      ),
      ...rows(
        some.flatMap((one) => one.themes),
        (values) => tx.insert(initiativeThemes).values(values),
      ),
      ...rows(
        some.flatMap((one) => one.places),
        (values) => tx.insert(initiativeTerritories).values(values),
      ),
      ...rows(
        some.flatMap((one) => one.solutions),
        (values) => tx.insert(existingSolutions).values(values),
      ),
      ...rows(
        some.flatMap((one) => one.statements),
        (values) => tx.insert(attestations).values(values),
      ),
      ...rows(
        some.flatMap((one) => one.journal),
        (values) => tx.insert(journal).values(values),
      ),
    ])
  }
}

function rows<Row, Step>(values: Row[], step: (values: Row[]) => Step): Step[] {
  return values.length > 0 ? [step(values)] : []
}

function initiative(dice: Dice, known: Cast, { now, isLong }: { now: Date; isLong: boolean }, number: number) {
  const id = dice.id()
  // It may still be yesterday where the network is.
  const told = story(dice, new Date(now.getTime() - 86_400_000), isLong)
  const named = title(dice)
  const need = sentence(dice, dice.between(60, 200))
  const description = prose(dice, Math.floor(1500 * dice.next() ** 2))
  const isEnded = told.position.status === 'discontinued'
  const lessons = isEnded ? prose(dice, dice.between(40, 300)) : ''
  const [first, last] = [told.passages[0]!, told.passages.at(-1)!]
  const by: By = { accountId: dice.pick(known.accountIds), name: '', networkRole: 'member', actorIds: [] }
  const visibility = dice.weighed({ public: 35, network: 50, team: 10, restricted: 5 })
  const isDeveloped = told.position.stage !== 'emergence'

  return {
    row: {
      id,
      slug: `${slugOf(named).slice(0, 60)}-${number}`,
      title: named,
      need,
      change: isDeveloped || dice.is(0.3) ? prose(dice, dice.between(40, 300)) : '',
      benefit: isDeveloped || dice.is(0.3) ? prose(dice, dice.between(40, 300)) : '',
      population: isDeveloped || dice.is(0.5) ? sentence(dice, dice.between(20, 80)) : '',
      description,
      visibility,
      namedRoles: visibility === 'restricted' && dice.is(0.3) ? ',funder,' : ',',
      maturity: dice.is(0.4) ? dice.pick(['emerging', 'developing', 'spreading'] as const) : null,
      stage: told.position.stage,
      status: told.position.status,
      stageSince: told.stageSince,
      statusSince: told.statusSince,
      endingKind: isEnded ? dice.pick(['stopped', 'inconclusive'] as const) : null,
      reviewOn: told.position.status === 'on_hold' ? dayFrom(now, dice.between(10, 300)) : null,
      searchText: folded(named, need, description, lessons),
      version: told.passages.length,
      createdAt: first.recordedAt,
      changedAt: last.recordedAt,
    },
    moves: told.passages.map(({ from, to, ...passage }) => ({
      ...passage,
      initiativeId: id,
      fromStage: from?.stage ?? null,
      fromStatus: from?.status ?? null,
      toStage: to.stage,
      toStatus: to.status,
      byAccountId: by.accountId,
      capacity: 'lead_carrier' as const,
      reason: from && passage.event !== 'advance' ? sentence(dice, dice.between(20, 120)) : '',
      lessons: passage.event === 'discontinue' ? lessons : '',
      endingKind: passage.event === 'discontinue' ? ('stopped' as const) : null,
      reviewOn: passage.event === 'hold' ? passage.effectiveOn : null,
      takenOverById: passage.event === 'transfer' ? known.anyActor(dice) : null,
      provenance: 'backfilled' as const,
    })),
    links: links(dice, known, id, told),
    themes: some(dice, known.themeIds, dice.between(0, 3)).map((themeId) => ({ initiativeId: id, themeId })),
    places: some(dice, known.territories, dice.between(0, 2)).map((place) => ({
      initiativeId: id,
      territoryId: place.id,
    })),
    solutions: Array.from({ length: isDeveloped ? 2 : dice.between(0, 2) }, (_, position) => ({
      id: dice.id(),
      initiativeId: id,
      name: title(dice),
      limitation: sentence(dice, dice.between(30, 150)),
      position,
    })),
    statements: statements(dice, id, told, by),
    journal: told.passages.map(({ id: moveId, event, from, to, effectiveOn, recordedAt }) =>
      journalRow(by, recordedAt, {
        what: from ? 'moved' : 'started',
        subject: { kind: 'initiative', id },
        initiativeId: id,
        as: 'lead_carrier',
        particulars: { move: moveId, event, from, to, on: effectiveOn },
      }),
    ),
  }
}

function links(dice: Dice, known: Cast, initiativeId: string, { passages }: Story) {
  const since = passages[0]!.effectiveOn
  const held = new Set<string>()
  return Array.from({ length: dice.between(1, 5) }, (_, n) => {
    const role: Role = n === 0 ? 'carrier' : dice.pick(roles)
    return { role, isLead: n === 0, actorId: known.anyActor(dice) }
  })
    .filter(({ role, actorId }) => !held.has(`${role} ${actorId}`) && held.add(`${role} ${actorId}`))
    .map((link) => ({
      ...link,
      id: dice.id(),
      initiativeId,
      takerKind: link.role === 'taker' ? ('adopter' as const) : null,
      state: link.isLead || dice.is(0.92) ? ('accepted' as const) : ('invited' as const),
      since,
      until: !link.isLead && dice.is(0.1) ? passages.at(-1)!.effectiveOn : null,
      createdAt: passages[0]!.recordedAt,
    }))
}

// Of the gates that were passed, and of the one it stands before.
function statements(dice: Dice, initiativeId: string, { position, passages }: Story, by: By) {
  const { effectiveOn, recordedAt } = passages.at(-1)!
  return stages
    .slice(0, stages.indexOf(position.stage) + 1)
    .flatMap((stage) => criteriaOf(stage))
    .filter(() => dice.is(0.3))
    .map((code) => ({
      id: dice.id(),
      initiativeId,
      code,
      statement: sentence(dice, dice.between(40, 200)),
      proofKind: 'link' as const,
      proof: `https://example.org/preuves/${code}`,
      attestedOn: effectiveOn,
      byAccountId: by.accountId,
      capacity: 'lead_carrier' as const,
      recordedAt,
    }))
}

function some<T>(dice: Dice, list: readonly T[], many: number): T[] {
  return [...new Set(Array.from({ length: many }, () => dice.pick(list)))]
}

function dayFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}
