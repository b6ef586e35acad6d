import type { AdoptionStatus, Fidelity } from '../domain/adoptions.ts'
import type { TakerKind } from '../domain/roles.ts'
import { recordAdoption } from '../adoptions/commands.ts'
import { addStep } from '../adoptions/stepping.ts'
import type { Moment } from '../platform/clock.ts'
import type { OrganisationKey } from './cast.ts'
import { type Scene, slugOfStory, type Stage } from './stage.ts'

/** How a taker of the demo makes something theirs: its steps, in days ago, with why. */
interface Uptake {
  story: string
  taker: OrganisationKey
  kind?: TakerKind
  /** The code of a territory. */
  place: string
  fidelity?: Fidelity
  adapted?: string
  people?: number
  evidence?: string
  steps: readonly (readonly [ago: number, status: AdoptionStatus, reason?: string])[]
}

const uptakes: readonly Uptake[] = [
  {
    story: 'haltes',
    taker: 'mrc',
    place: 'QC-15-790',
    fidelity: 'as_is',
    people: 5200,
    evidence: 'Résolution du conseil : l’entretien des haltes entre au budget.',
    steps: [
      [380, 'intent', 'Le conseil veut les haltes avant la saison.'],
      [340, 'trial'],
      [250, 'integrated'],
    ],
  },
  {
    story: 'haltes',
    taker: 'cyclistes',
    kind: 'beneficiary',
    place: 'QC-15',
    people: 5200,
    steps: [[345, 'trial', 'Les haltes servent toute l’année.']],
  },
  {
    story: 'haltes',
    taker: 'ville',
    place: '75017',
    fidelity: 'adapted',
    adapted: 'Dans la gare plutôt que sur la piste.',
    people: 900,
    steps: [
      [300, 'interested'],
      [180, 'integrated'],
    ],
  },
  {
    story: 'haltes',
    taker: 'metropole',
    place: 'FR-69M',
    fidelity: 'inspired',
    people: 400,
    steps: [
      [160, 'considered'],
      [90, 'integrated', 'Deux haltes le long de la Voie Bleue.'],
    ],
  },
  {
    story: 'ressourcerie',
    taker: 'ville',
    place: '75017',
    fidelity: 'as_is',
    people: 2600,
    steps: [
      [400, 'trial'],
      [300, 'integrated'],
    ],
  },
  {
    story: 'ressourcerie',
    taker: 'familles',
    kind: 'beneficiary',
    place: 'QC-15-790',
    people: 1100,
    steps: [[390, 'trial']],
  },
  {
    story: 'parole',
    taker: 'maison',
    place: '66023-lasalle',
    fidelity: 'adapted',
    adapted: 'En soirée, avec une halte-garderie.',
    people: 140,
    steps: [
      [120, 'intent'],
      [60, 'integrated'],
    ],
  },
  {
    story: 'parole',
    taker: 'residents',
    kind: 'beneficiary',
    place: '66023-lasalle',
    people: 140,
    steps: [[200, 'trial']],
  },
  {
    story: 'clq',
    taker: 'centreSocial',
    place: '69266',
    fidelity: 'as_is',
    people: 320,
    steps: [
      [150, 'trial'],
      [80, 'integrated'],
    ],
  },
  {
    story: 'clq',
    taker: 'maison',
    place: '66023-lasalle',
    steps: [[45, 'interested', 'Attend de savoir qui animerait les rencontres.']],
  },
  {
    story: 'gares',
    taker: 'ville',
    place: '75017',
    steps: [
      [90, 'intent'],
      [30, 'abandoned', 'La gare a été vendue ; la ville reste intéressée ailleurs.'],
    ],
  },
  {
    story: 'passerelles',
    taker: 'centre',
    place: 'QC-15',
    fidelity: 'inspired',
    people: 60,
    steps: [
      [130, 'considered', 'Craint d’ouvrir une plateforme de plus.'],
      [70, 'trial'],
    ],
  },
  {
    story: 'cantine',
    taker: 'scolaire',
    place: 'QC-15-760',
    fidelity: 'as_is',
    people: 740,
    steps: [
      [300, 'interested'],
      [58, 'trial'],
    ],
  },
  { story: 'cantine', taker: 'eleves', kind: 'beneficiary', place: 'QC-15-760', people: 388, steps: [[295, 'trial']] },
  {
    story: 'navette',
    taker: 'transport',
    place: 'QC-15-790',
    steps: [[36, 'intent', 'Le conseil d’administration décide en juin, selon le coût par course.']],
  },
  {
    story: 'frigos',
    taker: 'coop',
    place: '79088',
    steps: [[30, 'considered', 'Qui répond si un aliment rend malade ?']],
  },
]

/** Who adopts, who hesitates, and why, as the coordination and the carriers record it. */
export const uptakeScenes: readonly Scene[] = uptakes
  .map((uptake) => {
    let id = ''
    return {
      ago: uptake.steps[0]![0],
      async act(stage: Stage, when: Moment) {
        id = await begun(stage, uptake, when)
      },
      rest: uptake.steps.slice(1).map(
        ([ago, status, reason = '']): Scene => ({
          ago,
          act: (stage, when) => {
            const evidence = status === 'integrated' ? (uptake.evidence ?? '') : ''
            const step = { status, reason, evidence, document: '', effectiveOn: when.today }
            return addStep(stage.db, id, step, stage.people.coordination, when)
          },
        }),
      ),
    }
  })
  .flatMap(({ rest, ...first }) => [first, ...rest])

function begun(stage: Stage, { story, taker, steps, ...uptake }: Uptake, when: Moment): Promise<string> {
  const [, status, reason = ''] = steps[0]!
  const input = {
    taker: stage.called[taker],
    takerKind: uptake.kind ?? 'adopter',
    territory: uptake.place,
    fidelity: uptake.fidelity,
    adapted: uptake.adapted ?? '',
    peopleReached: uptake.people ?? null,
    visibility: 'public',
    status,
    reason,
    evidence: steps.length === 1 ? (uptake.evidence ?? '') : '',
    document: '',
    since: when.today,
  } as const
  return recordAdoption(stage.db, slugOfStory(stage, story), input, stage.people.coordination, when)
}
