import { canBeAttested, type CriterionCode, criteriaOf } from '../domain/gates.ts'
import { standing } from '../domain/history.ts'
import { type Stage as StageOfLife, stages } from '../domain/lifecycle.ts'
import { attest } from '../initiatives/attesting.ts'
import { correct } from '../initiatives/corrections.ts'
import { merge } from '../initiatives/merging.ts'
import { move } from '../initiatives/moves.ts'
import { attestationsOf, movesOf, passage } from '../initiatives/queries.ts'
import type { Moment } from '../platform/clock.ts'
import { organisations, type PartKey, people, type PersonKey } from './cast.ts'
import { places } from './places.ts'
import { spokenOf, usualWords, whereabouts } from './proofs.ts'
import { dayAgo, present, type Scene, slugOfStory, type Stage } from './stage.ts'
import type { Act, MoveAct, Proof, RoleLine, Story } from './story.ts'

// What people do to an initiative once it is there: they state, move, correct, plan and merge.

export function proofScene(
  key: string,
  { code, ago, says, proof, kind = 'document', by }: Proof,
  teller: PersonKey,
  enters: number,
): Scene {
  return {
    ago: Math.min(ago, enters),
    act: (stage, when) =>
      attest(
        stage.db,
        slugOfStory(stage, key),
        { code, statement: says, proofKind: kind, proof, attestedOn: dayAgo(stage, ago) },
        stage.people[by ?? teller],
        when,
      ),
  }
}

/** Says it in the usual words, if nobody has said it yet. */
export function usualScene(
  key: string,
  code: CriterionCode,
  story: Story,
  turn: number,
  ago: number,
  teller: PersonKey,
): Scene {
  return {
    ago,
    async act(stage, when) {
      const { id } = await present(stage, key, when)
      const isSaid = (await attestationsOf(stage.db, id)).some((one) => one.code === code)
      if (isSaid) return
      const { says, proof, kind } = usualWords(code, sceneryOf(story, turn))
      const input = { code, statement: says, proofKind: kind, proof, attestedOn: when.today }
      await attest(stage.db, slugOfStory(stage, key), input, stage.people[teller], when)
    },
  }
}

function sceneryOf({ places: [code], roles = [] }: Story, turn: number) {
  const named = (role: RoleLine['role'], otherwise: string) => {
    const some = roles.filter((one) => one.role === role)
    const line = some.find(({ kind }) => kind === 'adopter') ?? some[0]
    return line ? spokenOf(nameOf(line.who)) : otherwise
  }
  const place = places.find((one) => one.code === code) ?? { name: 'Laurentides', kind: 'region' as const }
  return {
    place: place.name,
    where: whereabouts(place),
    partner: named('support_partner', 'un organisme partenaire'),
    taker: named('taker', 'un preneur'),
    turn,
  }
}

function nameOf(key: PartKey): string {
  return key in people ? people[key as PersonKey].name : organisations[key as keyof typeof organisations].name
}

export function actScenes(
  key: string,
  act: Act,
  story: Story,
  turn: number,
  enters: number,
  teller: PersonKey,
): Scene[] {
  if ('event' in act) return moveScenes(key, act, story, turn, enters, teller)
  if ('correct' in act) return [correctScene(key, act, teller)]
  if ('plan' in act) return [planScene(key, act, teller)]
  return [mergeScene(key, act)]
}

// Whoever moves through a gate states first what nobody stated yet, in the weeks before.
export function moveScenes(
  key: string,
  act: MoveAct,
  story: Story,
  turn: number,
  enters: number,
  teller: PersonKey,
): Scene[] {
  const entered = act.ago - (act.late ?? 0)
  const gate = (act.event === 'advance' || act.event === 'sustain') && !act.waiver ? gateBefore(story, act) : undefined
  const codes = gate ? criteriaOf(gate).filter(canBeAttested) : []
  return [
    ...codes.map((code, index) => {
      const ago = Math.min(enters, entered + 1 + 4 * (codes.length - index - 1))
      return usualScene(key, code, story, turn, ago, teller)
    }),
    { ago: entered, act: (stage, when) => moveOn(stage, key, act, teller, when) },
  ]
}

function gateBefore(story: Story, act: MoveAct): StageOfLife {
  let at = story.begins.stage
  for (const earlier of story.acts ?? []) {
    if (earlier === act) break
    if (!('event' in earlier)) continue
    if (earlier.event === 'advance') at = stages[stages.indexOf(at) + 1] ?? at
    if (earlier.to) at = earlier.to
  }
  return at
}

async function moveOn(stage: Stage, key: string, act: MoveAct, teller: PersonKey, when: Moment) {
  const { event, to, reason = '', lessons = '', endingKind, reviewIn, organisation, waiver = '', by } = act
  const { version } = await present(stage, key, when)
  const input = {
    version,
    event,
    to,
    reason,
    lessons,
    endingKind,
    waiver,
    consent: event === 'claim',
    effectiveOn: dayAgo(stage, act.ago),
    reviewOn: reviewIn === undefined ? undefined : dayAgo(stage, -reviewIn),
    organisation: organisation ? stage.called[organisation] : '',
  }
  await move(stage.db, slugOfStory(stage, key), input, stage.people[by ?? teller], when)
}

function correctScene(key: string, { ago, is, reason }: Extract<Act, { correct: true }>, teller: PersonKey): Scene {
  return {
    ago,
    async act(stage, when) {
      const { id, version } = await present(stage, key, when)
      const last = standing((await movesOf(stage.db, id)).map(passage)).at(-1)!
      const input = { version, effectiveOn: dayAgo(stage, is), reason }
      await correct(stage.db, slugOfStory(stage, key), last.id, input, stage.people[teller], when)
    },
  }
}

function planScene(
  key: string,
  { plan, ago, inDays, note }: Extract<Act, { plan: unknown }>,
  teller: PersonKey,
): Scene {
  return {
    ago,
    async act(stage, when) {
      const { version } = await present(stage, key, when)
      const about = { reason: note, lessons: '', organisation: '', waiver: '' }
      const input = { version, event: plan, effectiveOn: dayAgo(stage, -inDays), ...about }
      await move(stage.db, slugOfStory(stage, key), input, stage.people[teller], when)
    },
  }
}

export function mergeScene(
  key: string,
  { mergeInto, ago, reason }: { mergeInto: string; ago: number; reason: string },
): Scene {
  return {
    ago,
    async act(stage, when) {
      const { version } = await present(stage, key, when)
      const input = { version, into: slugOfStory(stage, mergeInto), reason }
      await merge(stage.db, slugOfStory(stage, key), input, stage.people.coordination, when)
    },
  }
}
