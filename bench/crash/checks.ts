import { firstBrokenLink } from '../../src/activity/queries.ts'
import { type Passage, replay } from '../../src/domain/history.ts'
import { documentFaults } from '../../src/documents/derived.ts'
import { fundingFaults } from '../../src/funding/derived.ts'
import { derivedFaults } from '../../src/initiatives/derived.ts'
import { decide, type Move } from '../../src/domain/lifecycle.ts'
import type { Company } from './company.ts'
import type { Ledger } from './ledger.ts'
import { snapshot } from './snapshot.ts'
import { type MoveRow, type View, viewOf } from './view.ts'

export interface Finding {
  kind: 'lost' | 'half-made' | 'doubled' | 'unsound'
  what: string
}

type Check = (view: View) => Finding[] | Promise<Finding[]>

/** What must hold after every event, on both databases. A further invariant is one more line here. */
const checks: Check[] = [
  acknowledgedIsThere,
  refusedIsNot,
  eachMoveIsJournalledOnce,
  initiativesStandWhereTheirMovesLead,
  eachMoveIsTold,
  eachTellingDoneHasItsLetters,
  answersAreNumberedAndCounted,
  moneyIsJournalledOnce,
  journalIsWhole,
  fileIsSound,
]

/** Everything that is wrong, straight from the database. */
export function examine(url: string, ledger: Ledger, company: Company): Promise<Finding[]> {
  return snapshot(url, async (db, unsound) => {
    const view = await viewOf(db, unsound, ledger, company)
    const findings: Finding[] = []
    for (const check of checks) findings.push(...(await check(view)))
    // Counts and words that triggers keep equal what is counted and read anew.
    const derived = [...(await derivedFaults(db)), ...(await documentFaults(db)), ...(await fundingFaults(db))]
    findings.push(...derived.map((what): Finding => ({ kind: 'half-made', what })))
    return findings
  })
}

function acknowledgedIsThere(view: View): Finding[] {
  const made = new Set(view.moves.map(({ id }) => id))
  const paid = new Set(view.money.map(({ note }) => note))
  const known = doneUnder(view)
  const moved = new Map(view.lines.map(({ once, move }) => [once, move]))
  return view.ledger.deeds.flatMap(({ kind, once, state }): Finding[] => {
    const times = known.get(once) ?? 0
    if (times > 1) return [{ kind: 'doubled', what: `${once} acted ${times} times` }]
    if (state !== 'acknowledged') return []
    if (times === 0) return [{ kind: 'lost', what: `${once} was acknowledged` }]
    const isThere = kind === 'move' ? made.has(moved.get(once)!) : kind === 'money' ? paid.has(once) : true
    return isThere ? [] : [{ kind: 'lost', what: `${once}: in the journal, without its ${kind}` }]
  })
}

/** How often each key acted: the journal keeps that of moves and of money, an answer keeps its own. */
function doneUnder({ lines, moneyTold, answers }: View): Map<string | null, number> {
  const keys = [...lines, ...moneyTold].map(({ once }) => once).concat(answers.map(({ onceKey }) => onceKey))
  return new Map([...groupedBy(keys, (key) => key)].map(([key, all]) => [key, all.length]))
}

function refusedIsNot(view: View): Finding[] {
  const done = doneUnder(view)
  const { ledger } = view
  return ledger.deeds
    .filter(({ state, once }) => state === 'refused' && done.has(once))
    .map(({ once }) => ({ kind: 'half-made', what: `${once} was refused, and done all the same` }))
}

function eachMoveIsJournalledOnce({ lines, moves }: View): Finding[] {
  const byMove = groupedBy(lines, ({ move }) => move)
  const entered = moves.filter(({ event }) => event !== 'start')
  const ids = new Set(entered.map(({ id }) => id))
  return [
    ...entered.flatMap(({ id }): Finding[] => {
      const many = byMove.get(id)?.length ?? 0
      if (many === 1) return []
      return [{ kind: many === 0 ? 'half-made' : 'doubled', what: `move ${id} is ${many} times in the journal` }]
    }),
    ...lines
      .filter(({ move }) => !ids.has(move))
      .map(({ move }): Finding => ({ kind: 'half-made', what: `the journal tells of move ${move}, which is not` })),
  ]
}

function initiativesStandWhereTheirMovesLead({ initiatives, moves, moneyTold, company }: View): Finding[] {
  const byInitiative = groupedBy(moves, ({ initiativeId }) => initiativeId)
  return initiatives.flatMap((one): Finding[] => {
    const its = byInitiative.get(one.id) ?? []
    const led = replay(its.map(passage))
    const rows = moneyTold.filter(({ initiativeId, what }) => initiativeId === one.id && what === 'money_recorded')
    const version = company.before.get(one.id)!.version + its.length - 1 + rows.length
    const wanted = led && { ...led.position, stageSince: led.stageSince, statusSince: led.statusSince, version }
    const { id: _id, slug, ...is } = one
    const faults: Finding[] = []
    if (!wanted) faults.push({ kind: 'half-made', what: `the moves of ${slug} do not follow from each other` })
    else if (Object.entries(wanted).some(([key, value]) => is[key as keyof typeof is] !== value))
      faults.push({
        kind: 'half-made',
        what: `${slug} is ${JSON.stringify(is)}: its moves say ${JSON.stringify(wanted)}`,
      })
    if (new Set(its.map(({ sequence }) => sequence)).size !== its.length)
      faults.push({ kind: 'doubled', what: `two moves of ${slug} have the same place` })
    return faults
  })
}

function eachMoveIsTold({ moves, tellings }: View): Finding[] {
  return moves.flatMap((move): Finding[] => {
    const wanted = audiencesOf(move).toSorted().join()
    const told = (tellings.get(move.id)?.audiences ?? []).toSorted().join()
    if (wanted === told) return []
    return [
      {
        kind: told.length > wanted.length ? 'doubled' : 'half-made',
        what: `move ${move.id} is told to « ${told} » instead of « ${wanted} »`,
      },
    ]
  })
}

function eachTellingDoneHasItsLetters({ moves, tellings, letters, company }: View): Finding[] {
  return moves.flatMap(({ id, initiativeId, byAccountId }): Finding[] => {
    if (!tellings.get(id)?.done) return []
    const missing = company.before
      .get(initiativeId)!
      .team.filter((account) => account !== byAccountId && !letters.has(`told-${id}-${account}`))
    return missing.map((account) => ({ kind: 'lost', what: `the letter to ${account} of move ${id}` }))
  })
}

/** 1, 2, 3 … within a pilot, each told once; and each link has counted what came by it, and took no more than it may. */
function answersAreNumberedAndCounted({ answers, links, answersTold }: View): Finding[] {
  const byLink = groupedBy(answers, ({ linkId }) => linkId)
  return [
    ...links.flatMap(({ id, most, taken }): Finding[] => {
      const stored = byLink.get(id)?.length ?? 0
      if (stored === taken && taken <= most) return []
      const kind = stored > Math.min(taken, most) ? 'doubled' : 'half-made'
      return [{ kind, what: `link ${id} took ${taken} of ${most}, and ${stored} answers came by it` }]
    }),
    ...[...groupedBy(answers, ({ pilotId }) => pilotId)].flatMap(([pilot, its]): Finding[] => [
      ...holesIn(
        `the answers to pilot ${pilot}`,
        its.map(({ number }) => number),
      ),
      ...unequal(`the journal of pilot ${pilot} tells of answers`, answersTold.get(pilot) ?? 0, its.length),
    ]),
  ]
}

/** Rows are added, never changed: 1, 2, 3 … within a funding, each with its line in the journal. */
function moneyIsJournalledOnce({ money, moneyTold }: View): Finding[] {
  const told = groupedBy(moneyTold, ({ fundingId }) => fundingId)
  return [...groupedBy(money, ({ fundingId }) => fundingId)].flatMap(([funding, rows]) => [
    ...holesIn(
      `the rows of funding ${funding}`,
      rows.map(({ sequence }) => sequence),
    ),
    ...unequal(`the journal of funding ${funding} tells of rows`, told.get(funding)?.length ?? 0, rows.length),
  ])
}

function holesIn(what: string, numbers: readonly number[]): Finding[] {
  const isWhole = numbers.every((number, n) => number === n + 1)
  return isWhole ? [] : [{ kind: 'half-made', what: `${what} are not numbered one after the other` }]
}

function unequal(what: string, is: number, wanted: number): Finding[] {
  return is === wanted ? [] : [{ kind: 'half-made', what: `${what}: ${is} instead of ${wanted}` }]
}

async function journalIsWhole({ db }: View): Promise<Finding[]> {
  const broken = await firstBrokenLink(db)
  return broken === undefined ? [] : [{ kind: 'unsound', what: `the journal is broken at ${broken}` }]
}

function fileIsSound({ unsound }: View): Finding[] {
  return unsound.map((what) => ({ kind: 'unsound', what }))
}

function passage(row: MoveRow): Passage {
  const { id, event, effectiveOn, sequence, supersedesId, fromStage, fromStatus, toStage, toStatus } = row
  const from = fromStage && fromStatus ? { stage: fromStage, status: fromStatus } : null
  return { id, event, effectiveOn, sequence, supersedesId, from, to: { stage: toStage, status: toStatus } }
}

function audiencesOf({ event, fromStage, fromStatus, toStage }: MoveRow): string[] {
  if (event === 'start' || !fromStage || !fromStatus) return []
  const move: Move = event === 'skip' || event === 'send_back' ? { type: event, to: toStage } : { type: event }
  const decision = decide({ stage: fromStage, status: fromStatus }, 'history', move)
  return decision.allowed ? decision.tell : []
}

function groupedBy<Row, Key>(rows: readonly Row[], key: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}
