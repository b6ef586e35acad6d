import { decide } from '../adjustments/commands.ts'
import { answerable } from '../adjustments/queries.ts'
import { may } from '../domain/permissions.ts'
import { NEW_VERSION } from '../domain/pilots.ts'
import { addLink, writeForm } from '../feedback/inviting.ts'
import { type Form, formOf, linksTo } from '../feedback/queries.ts'
import { type Channel, takeFeedback } from '../feedback/taking.ts'
import { granted } from '../initiatives/writing.ts'
import { findPilot } from '../pilots/queries.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { newKey } from '../platform/id.ts'
import type { Moment } from '../platform/clock.ts'
import { dayAgo, present, type Scene, slugOfStory, type Stage } from './stage.ts'
import { pilotOf, type Trial, trials } from './trials.ts'
import { type Hearing, hearings, ownQuestions, type Voice } from './voices.ts'

// Takers of the demo say what they think of its pilots; the carriers of the canteen answer twice.

const [fr, en] = [translate('fr-CA'), translate('en')]
const trialOf = (pilot: string): Trial => trials.find(({ title }) => title === pilot)!

function formScene(trial: Trial): Scene {
  return {
    ago: trial.begun!,
    async act({ db, people, ...stage }, when) {
      const { id } = await pilotOf({ db, people, ...stage }, trial, when)
      const questions = (ownQuestions[trial.title] ?? []).map(({ options = [], ...question }) => ({
        ...question,
        id: '',
        options: options.map(([fr, en]) => ({ fr, en })),
        isRequired: false,
      }))
      const texts = {
        introductionFr: fr('feedback.default.introduction'),
        introductionEn: en('feedback.default.introduction'),
        consentFr: fr('feedback.default.consent'),
        consentEn: en('feedback.default.consent'),
      }
      const form = { version: 0, ...texts, questions, isOpen: true, isOncePerPerson: true }
      await writeForm(db, id, form, people[trial.by], when)
      if (!hearings.some(({ pilot, way }) => pilot === trial.title && way === 'link')) return
      const label = 'Affiche et lettre aux familles'
      await addLink(db, id, { label, takerKind: undefined, most: 200, days: 180 }, people[trial.by], when)
    },
  }
}

/** One voice after the other, over the days of the hearing. */
function voiceScenes(hearing: Hearing): Scene[] {
  const { from, until, voices } = hearing
  const apart = (from - until) / Math.max(1, voices.length - 1)
  return voices.map((voice, at) => ({
    ago: Math.round(from - at * apart),
    act: (stage, when) => heard(stage, hearing, voice, at + 1, when),
  }))
}

async function heard(stage: Stage, { pilot: title, way, speaks }: Hearing, voice: Voice, sheet: number, when: Moment) {
  const { db, people, actors } = stage
  const trial = trialOf(title)
  const by = people[trial.by]
  const { id } = await pilotOf(stage, trial, when)
  const { pilot, capacities } = (await findPilot(db, by, when.today, id))!
  const [form, links] = await Promise.all([formOf(db, id), linksTo(db, id)])
  const { kind: takerKind, adequacy, helps = '', hinders = '', toChange = '' } = voice
  const typed = { actorId: speaks ? actors[speaks] : null, by, as: granted(may('feedback.enter', capacities)) }
  const channel: Channel = way === 'link' ? { way, linkId: links[0]!.id, personKey: null } : { way, ...typed }
  const answers = answersIn(form, voice)
  const said = { tested: '', adequacy, helps, hinders, toChange, answers, address: undefined }
  const onceKey = way === 'paper' ? `sheet-${sheet}` : newKey()
  const given = { pilot, form, takerKind, said, channel, onceKey, givenOn: when.today, language: 'fr' as const }
  await takeFeedback(db, given, when)
}

/** Several answers are written with a plus between them. */
function answersIn(form: Form | undefined, { answers = [] }: Voice): Record<string, string | string[]> {
  const given = (form?.questions ?? []).flatMap(({ id, type, options }, at): [string, string | string[]][] => {
    const answer = answers[at]
    if (!answer) return []
    const chosen = answer.split(' + ').flatMap((words) => options.find((option) => option.fr === words)?.id ?? [])
    return [[id, type === 'number' ? answer : type === 'single' ? chosen[0]! : chosen]]
  })
  return Object.fromEntries(given)
}

interface Answered {
  ago: number
  what: string
  /** The words of what it answers. */
  answers: readonly string[]
  /** The version of the solution in which it is done; none: it is refused. */
  version?: string
  reason: string
}

const [first, second] = trials as [Trial, Trial]

const adjustments: readonly Answered[] = [
  {
    ago: 88,
    what: 'La régie livre les repas jusqu’à la salle, dans des bacs qui gardent la chaleur.',
    answers: ['Livrer plus tôt.', 'Des bacs qui gardent la chaleur.', 'Faire livrer les repas jusqu’à la salle.'],
    version: second.tests,
    reason: 'Le transport n’était porté par personne, et les plats arrivaient tièdes.',
  },
  {
    ago: 86,
    what: 'Offrir le choix entre deux plats.',
    answers: ['Choisir entre deux plats.'],
    reason:
      'Deux plats coûteraient le tiers de plus, et le prix choisi par les familles ne tiendrait plus. Le menu sera affiché le vendredi.',
  },
]

function adjustmentScene({ ago, what, answers, version, reason }: Answered): Scene {
  return {
    ago,
    async act(stage, when) {
      const { db, people } = stage
      const by = people[first.by]
      const { id } = await present(stage, first.story, when)
      const said = await answerable(db, by, when.today, id)
      const input = {
        what,
        state: version ? ('done' as const) : ('refused' as const),
        reason,
        decidedOn: dayAgo(stage, version ? ago + 30 : ago),
        doneOn: version ? when.today : undefined,
        solutionVersion: version ? NEW_VERSION : '',
        newVersionName: version ?? '',
        newVersionText: version ? what : '',
        visibility: 'public' as const,
        feedbacks: said.filter(({ toChange }) => answers.includes(toChange)).map((one) => one.id),
      }
      await decide(db, slugOfStory(stage, first.story), input, by, when)
    },
  }
}

export const hearingScenes: readonly Scene[] = [
  ...trials.filter(({ begun }) => begun !== undefined).map(formScene),
  ...hearings.flatMap(voiceScenes),
  ...adjustments.map(adjustmentScene),
]
