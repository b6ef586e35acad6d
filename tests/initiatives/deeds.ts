import fc from 'fast-check'
import { criterionCodes } from '../../src/domain/gates.ts'
import { standing } from '../../src/domain/history.ts'
import { endingKinds, moveEvents, possible, stages } from '../../src/domain/lifecycle.ts'
import { roles } from '../../src/domain/roles.ts'
import { attest, withdraw } from '../../src/initiatives/attesting.ts'
import { backfill, correct, withdrawPlan } from '../../src/initiatives/corrections.ts'
import { edit } from '../../src/initiatives/editing.ts'
import { merge } from '../../src/initiatives/merging.ts'
import { move } from '../../src/initiatives/moves.ts'
import { endParticipation } from '../../src/initiatives/ending.ts'
import { answer } from '../../src/initiatives/answering.ts'
import { giveLead } from '../../src/initiatives/leading.ts'
import { addParticipation } from '../../src/initiatives/participating.ts'
import { attestationsOf, expectedMovesOf, movesOf, participationsOf, passage } from '../../src/initiatives/queries.ts'
import {
  AttestInput,
  BackfillInput,
  CorrectionInput,
  EditInput,
  MergeInput,
  MoveInput,
  ParticipationInput,
} from '../../src/initiatives/schema.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { accept } from '../../src/platform/http/accept.ts'
import type { House } from '../house.ts'
import type { Settled, Town } from '../town.ts'
import { sender } from './forms.ts'

const dayBetween = (min: number, max: number) =>
  fc.integer({ min, max }).map((days) => new Date(Date.UTC(2026, 2, 2 + days)).toISOString().slice(0, 10))
const day = dayBetween(-200, 20)
const words = fc.constantFrom('', 'Un motif')
const nth = fc.nat({ max: 7 })
/** Anything that somebody may try on an initiative, sensible or not. */
export const deed = fc.record({
  kind: fc.constantFrom(
    ...(['move', 'move', 'move', 'move', 'correct', 'correct', 'backfill', 'attest', 'withdraw', 'plan'] as const),
    ...(['role', 'answer', 'end', 'lead', 'edit', 'merge'] as const),
  ),
  who: fc.constantFrom(
    ...([
      'coordinator',
      'coordinator',
      'leadCarrier',
      'carrier',
      'funder',
      'supportPartner',
      'taker',
      'member',
    ] as const),
  ),
  isStale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  event: fc.constantFrom(...moveEvents),
  to: fc.constantFrom(...stages),
  day: fc.oneof(day, fc.constant('2026-03-02'), fc.constant('2026-03-02')),
  reason: fc.oneof(fc.constant('Un motif'), words),
  waiver: words,
  ending: fc.constantFrom(...endingKinds),
  role: fc.constantFrom(...roles),
  code: fc.constantFrom(...criterionCodes),
  name: fc.constantFrom('Fonds du fleuve', 'Coop des marais', 'Membre Première', 'Personne de connu'),
  stages: fc.array(fc.constantFrom('', ...stages), { maxLength: 3 }),
  days: fc.array(dayBetween(-900, -300), { minLength: 3, maxLength: 3 }),
  box: fc.boolean(),
  nth,
})
export type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never

/** Does it by the real command, as a form would. */
export async function done(house: House, town: Town, one: Settled, others: Settled[], it: Deed): Promise<void> {
  const { db } = house
  const { by } = town[it.who]
  const when = { at: house.now, today: '2026-03-02' }
  const rows = await db.select().from(initiatives)
  const row = rows.find(({ id }) => id === one.id)!
  const { slug, version: now, title } = row
  const version = String(it.isStale ? 0 : now)
  const pick = <Row>(list: Row[]) => list[it.nth % Math.max(1, list.length)]
  const idIn = (list: { id: string }[]) => pick(list)?.id ?? 'none'
  const on = it.day
  switch (it.kind) {
    case 'move': {
      // Half of the moves are ones that the machine knows from here.
      const wanted = it.box ? pick([...possible(row)])!.move : { type: it.event, to: it.to }
      const asks = {
        reason: it.reason,
        lessons: it.reason,
        endingKind: it.ending,
        reviewOn: '2026-09-01',
        consent: 'on',
      }
      const fields = {
        ...asks,
        version,
        event: wanted.type,
        to: 'to' in wanted ? wanted.to : '',
        effectiveOn: on,
        waiver: it.waiver,
        organisation: wanted.type === 'transfer' ? it.name : '',
      }
      return void (await move(db, slug, accept(MoveInput, fields), by, when))
    }
    case 'correct': {
      const line = standing((await movesOf(db, one.id)).map(passage))
      return correct(
        db,
        slug,
        idIn(line),
        accept(CorrectionInput, { version, effectiveOn: on, reason: it.reason }),
        by,
        when,
      )
    }
    case 'backfill':
      return backfill(
        db,
        slug,
        accept(BackfillInput, {
          version,
          stage: it.stages,
          since: it.days.toSorted().slice(0, it.stages.length),
          reason: 'r',
        }),
        by,
        when,
      )
    case 'plan':
      return withdrawPlan(db, slug, idIn(await expectedMovesOf(db, one.id)), by, when)
    case 'attest': {
      const fields = { code: it.code, statement: 'Oui', proofKind: 'document', proof: 'Bilan', attestedOn: on }
      return attest(db, slug, accept(AttestInput, fields), by, when)
    }
    case 'withdraw':
      return withdraw(db, slug, idIn(await attestationsOf(db, one.id)), by, when)
    case 'role': {
      const fields = {
        role: it.role,
        actor: it.name,
        takerKind: it.box ? 'adopter' : '',
        since: on,
        isLead: it.box ? 'on' : '',
      }
      return addParticipation(
        db,
        slug,
        accept(ParticipationInput, { ...fields, acceptFor: it.box ? 'on' : '' }),
        by,
        when,
        sender,
      )
    }
    case 'answer':
      return answer(db, slug, idIn(await participationsOf(db, one.id)), it.box ? 'accepted' : 'declined', by, when)
    case 'end':
      return void (await endParticipation(db, slug, idIn(await participationsOf(db, one.id)), on, by, when))
    case 'lead':
      return giveLead(db, slug, idIn(await participationsOf(db, one.id)), by, when)
    case 'edit':
      return edit(
        db,
        slug,
        accept(EditInput, { version, title, need: it.reason, visibility: it.box ? 'team' : 'public' }),
        by,
        when,
      )
    case 'merge':
      if (it.nth > 0) return
      return void (await merge(
        db,
        slug,
        accept(MergeInput, { version, into: pick(others)!.slug, reason: 'r' }),
        by,
        when,
      ))
  }
}
