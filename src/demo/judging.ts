import type { Found, GridKind, QualificationOutcome, Score } from '../domain/qualification.ts'
import { addIndicator } from '../pilots/measuring.ts'
import { recordValue } from '../pilots/valuing.ts'
import { assess, decide } from '../qualification/commands.ts'
import { originals } from '../qualification/originals.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import type { PersonKey } from './cast.ts'
import { dayAgo, type Scene, slugOfStory, type Stage } from './stage.ts'

/** What people of the demo find of an initiative by a grid of the network, and what one of them decides. */
interface Judged {
  story: string
  grid: GridKind
  /** By whom, in the order of the grid's criteria; null: nobody can say yet. */
  assessed: readonly { ago: number; by: PersonKey; scores: readonly (Score | null)[]; words: string }[]
  decided: { ago: number; by: PersonKey; outcome: QualificationOutcome; reason: string; isPublic: boolean }
}

const judgements: readonly Judged[] = [
  {
    story: 'haltes',
    grid: 'rqis',
    assessed: [
      {
        ago: 52,
        by: 'bailleresse',
        scores: [2, 3, 3, 3, 2, 3, 1, 2],
        words: 'Trois territoires l’ont reprise sans que le fonds paie l’entretien.',
      },
      {
        ago: 50,
        by: 'coordination',
        scores: [2, 2, 3, 3, 3, 3, null, 2],
        words: 'Trop tôt pour dire si la façon d’aménager les parcs en est changée.',
      },
    ],
    decided: {
      ago: 45,
      by: 'administration',
      outcome: 'granted',
      reason:
        'Les preneurs et le bénéfice collectif sont établis. Le changement de système reste à suivre : il sera regardé de nouveau dans un an.',
      isPublic: true,
    },
  },
  {
    story: 'recyclerie',
    grid: 'label',
    assessed: [
      {
        ago: 33,
        by: 'coordination',
        scores: [3, 3, 2, 1, 3],
        words: 'Le quartier tient la boutique et en fixe les prix.',
      },
    ],
    decided: {
      ago: 30,
      by: 'coordination',
      outcome: 'granted',
      reason: 'Quatre critères sur cinq sont réunis ; le numérique n’est pas ce qui compte ici.',
      isPublic: true,
    },
  },
]

/** What the whole of a territory gains: without it, takers alone make no social innovation. */
const benefitScene: Scene = {
  ago: 60,
  async act(stage, when) {
    const { db, people } = stage
    const measured = {
      name: 'Jours d’ouverture des haltes par an',
      unit: 'jours',
      benefits: 'collective',
      better: 'more',
      visibility: 'public',
      baseline: '140',
      baselineOn: dayAgo(stage, 620),
      target: '320',
      pilot: '',
    } as const
    const id = await addIndicator(db, slugOfStory(stage, 'haltes'), measured, people.coordination, when)
    const source = 'Registres des trois territoires'
    const result = { kind: 'result', value: '318', effectiveOn: when.today, pilot: '', source, document: '' } as const
    await recordValue(db, id, result, people.coordination, when)
  },
}

export const judgingScenes: readonly Scene[] = [benefitScene, ...judgements.flatMap(scenesOf)]

function scenesOf(judged: Judged): Scene[] {
  return [
    ...judged.assessed.map((one) => ({
      ago: one.ago,
      act: (stage: Stage, when: Moment) => assessed(stage, judged, one, when),
    })),
    { ago: judged.decided.ago, act: (stage, when) => decided(stage, judged, when) },
  ]
}

function assessed(
  stage: Stage,
  { story, grid: slug }: Judged,
  { by, scores, words }: Judged['assessed'][number],
  when: Moment,
): Promise<void> {
  const { criteria, number } = originals.find((one) => one.slug === slug)!
  const found = Object.fromEntries<Found[string]>(
    criteria.map(({ code }, at) => [code, { score: scores[at]!, words: at === scores.length - 2 ? words : '' }]),
  )
  const input = { version: 0, number, deed: 'submit' as const, found }
  return assess(stage.db, slugOfStory(stage, story), slug, input, accounted(stage.people[by]), when)
}

function decided(stage: Stage, { story, grid, decided: { by, ago: _ago, ...decision } }: Judged, when: Moment) {
  const { number } = originals.find(({ slug }) => slug === grid)!
  const input = { ...decision, number, standing: '', decidedOn: when.today }
  return decide(stage.db, slugOfStory(stage, story), grid, input, stage.people[by], when)
}

/** Everybody of the cast has an account. */
const accounted = (by: By) => ({ ...by, accountId: by.accountId! })
