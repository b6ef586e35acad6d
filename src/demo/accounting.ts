import type { ProgressState } from '../domain/progress.ts'
import type { Moment } from '../platform/clock.ts'
import { acceptReport, remark, submitReport } from '../progress/commands.ts'
import { setPlan } from '../progress/planning.ts'
import { findPlanOrRefuse, findReportOrRefuse, reportsOn } from '../progress/queries.ts'
import { ask, findAsked } from '../reports/asking.ts'
import { frozenOf } from '../reports/frozen.ts'
import { fundingOf } from './money.ts'
import { dayAgo, present, type Scene, slugOfStory, type Stage, TIME_ZONE } from './stage.ts'

// What a carrier tells its funder every three months, and what a reader of a report asks.

const story = 'paniers'
/** Letters of a play are never sent. */
const sender = { url: 'https://demo.example', locale: 'fr-CA', timeZone: TIME_ZONE }
const asks = {
  done: 'Qu’avez-vous fait depuis le dernier rapport ?',
  learned: 'Qu’avez-vous appris, et qu’est-ce qui freine ?',
  position: 'Où en est l’initiative ?',
  spent: 'Qu’est-ce qui est versé et dû ?',
}
const inWords = { answeredBy: 'words', isRequired: true } as const

/** A report that was sent, questioned and accepted; the next one is due within two weeks. And one question to answer. */
export const accountingScenes: readonly Scene[] = [
  { ago: 105, act: (stage, when) => agreed(stage, when, []) },
  { ago: 85, act: told },
  {
    ago: 80,
    act: (stage, when) =>
      said(stage, when, 'question', 'Combien de ménages ont répondu, et d’où viennent ceux qui ont refusé ?'),
  },
  {
    ago: 78,
    act: (stage, when) =>
      said(stage, when, 'answer', '212 ménages sur 1 150 ; les refus viennent surtout des deux villages du nord.'),
  },
  {
    ago: 75,
    act: accepted,
  },
  {
    ago: 10,
    act: (stage, when) =>
      agreed(stage, when, [
        { asks: asks.position, answeredBy: 'moves', isRequired: false },
        { asks: asks.spent, answeredBy: 'money', isRequired: false },
      ]),
  },
  { ago: 2, act: asked },
]

const funder = ({ people }: Stage) => people.bailleresse

async function agreed(stage: Stage, when: Moment, more: Parameters<typeof setPlan>[2]['template']) {
  const { db, people } = stage
  const { funding } = await fundingOf(stage, story, 'fonds', when)
  const { plan } = await findPlanOrRefuse(db, people.coordination, when.today, funding.id)
  const terms = {
    version: plan?.version ?? 0,
    frequency: 'quarterly',
    startsOn: dayAgo(stage, 200),
    endsOn: undefined,
    delayDays: 30,
    fiscalStart: '04-01',
  } as const
  const template = [{ asks: asks.done, ...inWords }, { asks: asks.learned, ...inWords }, ...more]
  await setPlan(db, funding.id, { ...terms, template }, people.coordination, when)
}

/** The report of the demo that stands so. */
async function reportIn({ db, people, ...stage }: Stage, state: ProgressState, when: Moment): Promise<string> {
  const { id } = await present({ db, people, ...stage }, story, when)
  const found = (await reportsOn(db, people.coordination, when.today, id)).find((one) => one.state === state)
  if (!found) throw new Error(`no report is ${state}`)
  return found.id
}

async function told(stage: Stage, when: Moment) {
  const { db, people } = stage
  const id = await reportIn(stage, 'due', when)
  const { report } = await findReportOrRefuse(db, people.porteuse, when.today, id)
  const words = [
    'Quatre routes de livraison tracées avec les tournées qui existent ; trois assemblées de familles.',
    'Les familles veulent choisir le contenu. Le transport des mercredis manque encore.',
  ]
  const answers = Object.fromEntries(report.template.map((question, n) => [question.id, words[n]!]))
  const input = { version: report.version, answers, take: undefined }
  await submitReport(db, id, input, () => Promise.resolve({}), people.porteuse, when, sender)
}

async function said(stage: Stage, when: Moment, kind: 'question' | 'answer', words: string) {
  const { db, people } = stage
  const [state, by] =
    kind === 'question' ? (['submitted', funder(stage)] as const) : (['questioned', people.porteuse] as const)
  const id = await reportIn(stage, state, when)
  const { report } = await findReportOrRefuse(db, by, when.today, id)
  await remark(db, id, kind, { version: report.version, words }, by, when, sender)
}

async function accepted(stage: Stage, when: Moment) {
  const by = funder(stage)
  const id = await reportIn(stage, 'submitted', when)
  const { report } = await findReportOrRefuse(stage.db, by, when.today, id)
  await acceptReport(stage.db, id, report, by, when, sender)
}

async function asked(stage: Stage, when: Moment) {
  const { db } = stage
  const slug = slugOfStory(stage, 'rapport-annuel')
  const found = await findAsked(db, funder(stage), slug, 1)
  if (!found.version) throw new Error('the yearly report is not published')
  const words = 'Les leçons des initiatives arrêtées seront-elles présentées au comité de mai ?'
  const read = { ...found, content: frozenOf(found.version).content }
  const input = { version: 1, about: 'lessons', initiative: '', words }
  await ask(db, slug, input, read, funder(stage), when, sender)
}
