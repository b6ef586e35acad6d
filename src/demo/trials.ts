import type { BenefitKind } from '../domain/pilots.ts'
import { beginPilot, finishPilot } from '../pilots/commands.ts'
import { indicatorsOf } from '../pilots/indicators.ts'
import { planPilot } from '../pilots/planning.ts'
import { findPilot, pilotsOf, versionsOf } from '../pilots/queries.ts'
import { recordValue } from '../pilots/valuing.ts'
import type { Moment } from '../platform/clock.ts'
import { NotFound } from '../platform/http/refusal.ts'
import type { PersonKey } from './cast.ts'
import { dayAgo, present, type Scene, slugOfStory, type Stage } from './stage.ts'

/** A pilot of the demo, told in days ago; a negative day is to come. */
export interface Trial {
  story: string
  by: PersonKey
  title: string
  planned: number
  from: number
  until: number
  begun?: number
  finished?: { ago: number; findings: string; negativeEffects: string }
  place: string
  /** The code of a territory. */
  territory: string
  responsible: string
  ethics: string
  consent: string
  /** The version of the solution that it tests, by its name: made when there is none. */
  tests: string
  /** An indicator that comes with this pilot. */
  measures?: { name: string; unit: string; benefits: BenefitKind; baseline: string; target: string }
  results?: { ago: number; indicator: string; value: string; source: string }[]
}

const meals = 'Repas servis par jour'
const travel = 'Aînées et aînés sans transport vers l’hôpital'
const waste = 'Aliments jetés par semaine'

export const trials: readonly Trial[] = [
  {
    story: 'cantine',
    by: 'cantine',
    title: 'Deux écoles, un trimestre',
    planned: 310,
    from: 298,
    until: 212,
    begun: 298,
    finished: {
      ago: 210,
      findings:
        '312 repas par jour en moyenne ; aucune famille n’a eu à dire ce qu’elle paie. Les plats arrivent tièdes dans la seconde école.',
      negativeEffects:
        'Le concierge de la seconde école a porté les bacs tous les midis : une charge que personne n’avait prévue.',
    },
    place: 'Écoles de Lachute et de Brownsburg-Chatham',
    territory: 'QC-15-760',
    responsible: 'Centre de services scolaire, direction des services',
    ethics: 'Aucun enfant n’est nommé ; la direction de chaque école a donné son accord.',
    consent: 'Les familles sont prévenues par lettre et peuvent refuser que leur enfant réponde.',
    tests: 'Cuisine commune, livraison par l’école',
    measures: { name: meals, unit: 'repas', benefits: 'collective', baseline: '85', target: '400' },
    results: [
      { ago: 255, indicator: meals, value: '240', source: 'Registre de la cuisine' },
      { ago: 212, indicator: meals, value: '312', source: 'Registre de la cuisine' },
    ],
  },
  {
    story: 'cantine',
    by: 'cantine',
    title: 'Quatre écoles, avec la régie',
    planned: 70,
    from: 55,
    until: -60,
    begun: 55,
    place: 'Les quatre écoles d’Argenteuil',
    territory: 'QC-15-760',
    responsible: 'Centre de services scolaire, direction des services',
    ethics: 'Les mêmes règles qu’au premier cycle.',
    consent: 'Même lettre aux familles, traduite en anglais.',
    tests: 'Cuisine commune, livraison par la régie',
    results: [{ ago: 20, indicator: meals, value: '388', source: 'Registre de la cuisine' }],
  },
  {
    story: 'navette',
    by: 'coordination',
    title: 'Un hiver sur la route 117',
    planned: 150,
    from: 140,
    until: 40,
    begun: 139,
    finished: {
      ago: 38,
      findings:
        '1 040 courses, dont six sur dix vers l’hôpital. La réservation la veille suffit à presque tout le monde.',
      negativeEffects: 'Deux chauffeurs de taxi ont perdu leurs courses du matin ; la régie leur propose des trajets.',
    },
    place: 'De Rivière-Rouge à Mont-Laurier',
    territory: 'QC-15-790',
    responsible: 'Régie de transport, exploitation',
    ethics: 'Les trajets sont comptés sans nom ni adresse.',
    consent: 'Affiche dans le véhicule ; une carte réponse est remise à qui veut.',
    tests: 'Réservation par téléphone',
    measures: { name: travel, unit: 'personnes par mois', benefits: 'collective', baseline: '64', target: '20' },
    results: [{ ago: 40, indicator: travel, value: '23', source: 'Sondage de l’établissement de santé' }],
  },
  {
    story: 'frigos',
    by: 'equipe',
    title: 'Quatre frigos, un été',
    planned: 90,
    from: 80,
    until: -20,
    begun: 79,
    place: 'Prévost et Sainte-Adèle',
    territory: '75040',
    responsible: 'Comité de rue de chaque frigo',
    ethics: 'Personne n’est filmé ni compté devant le frigo.',
    consent: 'Carte réponse libre, sans nom, glissée dans une boîte.',
    tests: 'Frigo tenu par la rue',
    measures: { name: waste, unit: 'kg', benefits: 'collective', baseline: '210', target: '60' },
    results: [{ ago: 25, indicator: waste, value: '95,5', source: 'Pesées des trois épiceries' }],
  },
]

/** Cycles of trial as carriers plan, run and finish them. */
export const trialScenes: readonly Scene[] = trials.flatMap((trial): Scene[] => [
  { ago: trial.planned, act: (stage, when) => planned(stage, trial, when) },
  ...(trial.begun === undefined
    ? []
    : [{ ago: trial.begun, act: (stage: Stage, when: Moment) => begun(stage, trial, when) }]),
  ...(trial.results ?? []).map((result) => ({
    ago: result.ago,
    act: (stage: Stage, when: Moment) => measured(stage, trial, result, when),
  })),
  ...(trial.finished
    ? [{ ago: trial.finished.ago, act: (stage: Stage, when: Moment) => finished(stage, trial, when) }]
    : []),
])

const days = (stage: Stage, { from, until }: Trial) => ({ startsOn: dayAgo(stage, from), endsOn: dayAgo(stage, until) })

async function planned(stage: Stage, trial: Trial, when: Moment) {
  const { db, people } = stage
  const { id } = await present(stage, trial.story, when)
  const by = people[trial.by]
  const [versions, known] = await Promise.all([versionsOf(db, id), indicatorsOf(db, by, when.today, id)])
  const tested = versions.find(({ name }) => name === trial.tests)
  const { title, place, territory, responsible, ethics, consent, measures } = trial
  await planPilot(
    db,
    slugOfStory(stage, trial.story),
    {
      ...days(stage, trial),
      title,
      place,
      territory,
      responsible,
      ethics,
      consent,
      visibility: 'public',
      solutionVersion: tested?.id ?? '',
      newVersion: tested ? '' : trial.tests,
      indicators: known.map(({ indicator }) => indicator.id),
      newName: measures?.name ?? '',
      newUnit: measures?.unit ?? '',
      newBenefits: measures?.benefits ?? 'collective',
      newBaseline: measures?.baseline,
      newTarget: measures?.target,
    },
    by,
    when,
  )
}

/** The pilot of this trial as it stands at this point of the play. */
export async function pilotOf(stage: Stage, { story, title, by }: Pick<Trial, 'story' | 'title' | 'by'>, when: Moment) {
  const { db, people } = stage
  const { id } = await present(stage, story, when)
  const known = (await pilotsOf(db, people[by], when.today, id)).find((one) => one.title === title)
  const met = known && (await findPilot(db, people[by], when.today, known.id))
  if (!met) throw new NotFound()
  return met.pilot
}

async function begun(stage: Stage, trial: Trial, when: Moment) {
  const { id, version } = await pilotOf(stage, trial, when)
  await beginPilot(stage.db, id, { ...days(stage, trial), startsOn: when.today, version }, stage.people[trial.by], when)
}

async function finished(stage: Stage, trial: Trial, when: Moment) {
  const { id, version, startsOn } = await pilotOf(stage, trial, when)
  const { findings, negativeEffects } = trial.finished!
  const input = { version, startsOn, endsOn: dayAgo(stage, trial.until), findings, negativeEffects }
  await finishPilot(stage.db, id, input, stage.people[trial.by], when)
}

async function measured(
  stage: Stage,
  trial: Trial,
  { indicator, value, source }: NonNullable<Trial['results']>[number],
  when: Moment,
) {
  const { db, people } = stage
  const by = people[trial.by]
  const { id } = await present(stage, trial.story, when)
  const found = (await indicatorsOf(db, by, when.today, id)).find((one) => one.indicator.name === indicator)
  if (!found) throw new NotFound()
  const pilot = await pilotOf(stage, trial, when)
  const input = {
    kind: 'result',
    value: value.replace(',', '.'),
    effectiveOn: when.today,
    pilot: pilot.id,
    source,
    document: '',
  } as const
  await recordValue(db, found.indicator.id, input, by, when)
}
