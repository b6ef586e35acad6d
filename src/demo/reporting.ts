import type { Block } from '../domain/report.ts'
import type { Moment } from '../platform/clock.ts'
import { arrangeReport, beginReport } from '../reports/commands.ts'
import { publish } from '../reports/freezing.ts'
import { findDraft } from '../reports/queries.ts'
import type { PersonKey } from './cast.ts'
import { type Scene, slugOfStory, type Stage } from './stage.ts'

interface Reporting {
  key: string
  by: PersonKey
  asked: Pick<Parameters<typeof beginReport>[1], 'title' | 'template' | 'sight'>
  /** Said before all figures. */
  opening: string
}

const year: Reporting = {
  key: 'rapport-annuel',
  by: 'coordination',
  asked: { title: 'Bilan annuel du réseau', template: 'year', sight: 'network' },
  opening:
    '## L’année en trois phrases\n\nLe réseau compte plus d’initiatives en **mobilisation** que jamais. Celles qui s’arrêtent laissent leurs leçons, que d’autres équipes reprennent. Les délais entre deux étapes restent longs là où il manque un preneur.',
}
const funder: Reporting = {
  key: 'rapport-du-fonds',
  by: 'bailleresse',
  asked: { title: 'Portefeuille du Fonds régional', template: 'funder', sight: 'actor' },
  opening:
    'Ce que le Fonds soutient, en date de la fin de l’exercice. À relire avec la coordination avant le comité de mai.',
}

/** A report that was published, then corrected; and one that somebody still writes. */
export const reportingScenes: readonly Scene[] = [
  { ago: 12, act: (stage, when) => begun(stage, when, year) },
  { ago: 11, act: (stage, when) => published(stage, when, year, '') },
  {
    ago: 4,
    act: (stage, when) =>
      published(
        stage,
        when,
        year,
        'Les passages inscrits depuis la première version comptent ; l’introduction est relue.',
      ),
  },
  { ago: 3, act: (stage, when) => begun(stage, when, funder) },
]

async function begun({ db, people, actors, slugs }: Stage, when: Moment, { key, by: who, asked, opening }: Reporting) {
  const by = people[who]
  const actor = asked.sight === 'actor' ? actors.fonds : ''
  const slug = await beginReport(db, { ...asked, actor, fiscalStart: '04-01', theme: '', territory: '' }, by, when)
  slugs.set(key, slug)
  const { version } = await findDraft(db, by, slug)
  const opened = (blocks: readonly Block[]) => [{ words: opening }, ...blocks]
  await arrangeReport(db, slug, version, opened, by, when)
}

async function published(stage: Stage, when: Moment, { key, by: who }: Reporting, changes: string) {
  const { db, people } = stage
  const by = people[who]
  await publish({ db }, await findDraft(db, by, slugOfStory(stage, key)), { changes }, by, when)
}
