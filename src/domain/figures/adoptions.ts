import { type AdoptionStatus, adoptionStatuses, fidelities, spreadOf } from '../adoptions.ts'
import type { Figure, Section, Table } from '../report.ts'
import { takerKinds } from '../roles.ts'
import { column, counted, labelled, number, section, tally, word } from './cells.ts'
import { type Adopting, adoptingOn, cameTo, isTold, standingSteps } from './adopting.ts'
import type { Life } from './lives.ts'
import { nowhere, regionsOf } from './regions.ts'
import { lastDay, type Scene } from './scene.ts'

/** How many of the initiatives that spread most are named. */
const MOST_SPREAD = 20

/** Who makes it theirs: by status, kind, fidelity and region; what was newly integrated; where it spreads. */
export function adoptions(scene: Scene): Section {
  const { presented, facts, when, knownAt, slices } = scene
  const all = presented.flatMap((life) => adoptingOn(life, when.asOf, knownAt))
  const integrated = all.filter(({ status }) => status === 'integrated')
  const inPeriod = (status: AdoptionStatus) =>
    presented.flatMap((life) =>
      life.it.adoptions
        .filter((one) => isTold(one, status))
        .filter((one) => cameTo(standingSteps(one, knownAt), status, when.period.from, lastDay(when)))
        .map(() => ({ life })),
    )
  const figure = (code: string, those: readonly { life: Life }[]): Figure => ({
    code,
    unit: 'adoptions',
    ...tally(slices, code, those),
  })
  const reaching = all.filter(({ status }) => status === 'trial' || status === 'integrated')
  const saying = reaching.filter(({ people }) => people !== null)
  const spread = spreading(all)
  const lives = spread.map(({ life }) => life)
  return section('adoptions', {
    figures: [
      figure('adoptions_integrated', integrated),
      figure('adoptions_new', inPeriod('integrated')),
      facts.hesitations === 'none'
        ? { code: 'adoptions_abandoned', unit: 'adoptions', value: null, why: 'not_told' }
        : figure('adoptions_abandoned', inPeriod('abandoned')),
      {
        code: 'people_reached',
        unit: 'people',
        value: saying.length === 0 ? null : peopleOf(saying),
        ...(saying.length === 0 ? { why: 'nobody_said' } : {}),
        ...slices.of(
          'people_reached',
          saying.map(({ life }) => life),
        ),
      },
      { code: 'spread', unit: 'initiatives', value: spread.length, ...slices.of('spread', lives) },
    ],
    tables: [byStatus(scene, all), byFidelity(scene, reaching), byRegion(scene, all), spreadTable(spread)],
    charts: [
      { code: 'adoptions', kind: 'stacked', table: 'adoptions', x: 'adoption_status', series: [...takerKinds] },
      {
        code: 'adoptions_by_region',
        kind: 'bars',
        table: 'adoptions_by_region',
        x: 'region',
        series: ['integrated'],
      },
    ],
    notes: [
      ...(reaching.length > 0 ? [{ key: 'people_said', params: { said: saying.length, many: reaching.length } }] : []),
      ...(facts.hesitations === 'all' ? [] : [{ key: `hesitations_${facts.hesitations}` }]),
      { key: 'adoptions_as_entered' },
    ],
  })
}

const peopleOf = (those: readonly Adopting[]) => those.reduce((sum, { people }) => sum + (people ?? 0), 0)

function byStatus({ facts, slices }: Scene, all: readonly Adopting[]): Table {
  const statuses = adoptionStatuses.filter(
    (status) => facts.hesitations !== 'none' || isTold({ tellsAll: false }, status),
  )
  const row = (name: string, those: readonly Adopting[]) => [
    ...takerKinds.map((kind) =>
      tally(
        slices,
        `adopted.${name}.${kind}`,
        those.filter(({ takerKind }) => takerKind === kind),
      ),
    ),
    tally(slices, `adopted.${name}`, those),
    counted(slices, `adopted.${name}.initiatives`, [...new Set(those.map(({ life }) => life))]),
  ]
  return {
    code: 'adoptions',
    columns: [
      column('adoption_status', 'label'),
      ...takerKinds.map((kind) =>
        column(kind, 'adoptions', { label: word(`words.taker_kind.${kind}`), figure: 'adoptions' }),
      ),
      column('adoptions', 'adoptions', { figure: 'adoptions' }),
      column('initiatives', 'initiatives'),
    ],
    rows: statuses.map((status) => [
      labelled(word(`words.adoption_status.${status}`)),
      ...row(
        status,
        all.filter((one) => one.status === status),
      ),
    ]),
  }
}

const far = ['trial', 'integrated'] as const

function byFidelity({ slices }: Scene, reaching: readonly Adopting[]): Table {
  return {
    code: 'adoptions_by_fidelity',
    columns: [
      column('fidelity', 'label'),
      ...far.map((status) =>
        column(status, 'adoptions', { label: word(`words.adoption_status.${status}`), figure: 'adoptions' }),
      ),
    ],
    rows: [...fidelities, null].map((fidelity) => [
      labelled(word(fidelity ? `words.fidelity.${fidelity}` : 'figures.label.unsaid')),
      ...far.map((status) =>
        tally(
          slices,
          `adopted.as.${fidelity ?? 'unsaid'}.${status}`,
          reaching.filter((one) => one.fidelity === fidelity && one.status === status),
        ),
      ),
    ]),
  }
}

/** Where it is adopted, or is on its way: each adoption counts in one region. */
function byRegion({ facts, slices }: Scene, all: readonly Adopting[]): Table {
  const placed = all
    .filter(({ status }) => status !== 'abandoned')
    .map((one) => ({ one, region: one.territoryId ? regionsOf(facts, [one.territoryId])[0]! : nowhere }))
  const groups = [...Map.groupBy(placed, ({ region }) => region.name)].sort(([, [a]], [, [b]]) =>
    a!.region.order < b!.region.order ? -1 : 1,
  )
  return {
    code: 'adoptions_by_region',
    columns: [
      column('region', 'label'),
      column('coming', 'adoptions', { figure: 'adoptions' }),
      column('integrated', 'adoptions', {
        label: word('words.adoption_status.integrated'),
        figure: 'adoptions_integrated',
      }),
      column('people', 'people', { figure: 'people_reached' }),
      column('initiatives', 'initiatives'),
    ],
    rows: groups.map(([name, those]) => {
      const [coming, integrated] = [
        those.filter(({ one }) => one.status !== 'integrated'),
        those.filter(({ one }) => one.status === 'integrated'),
      ]
      const reaching = those.map(({ one }) => one).filter(({ status }) => status === 'trial' || status === 'integrated')
      return [
        labelled(those[0]!.region.label),
        tally(
          slices,
          `adopted.in.${name}.coming`,
          coming.map(({ one }) => one),
        ),
        tally(
          slices,
          `adopted.in.${name}.integrated`,
          integrated.map(({ one }) => one),
        ),
        number(peopleOf(reaching)),
        counted(slices, `adopted.in.${name}`, [...new Set(those.map(({ one }) => one.life))]),
      ]
    }),
  }
}

interface Spreading extends ReturnType<typeof spreadOf> {
  life: Life
}

/** Initiatives that were integrated in several territories, those in most first. */
function spreading(all: readonly Adopting[]): Spreading[] {
  return [...Map.groupBy(all, ({ life }) => life)]
    .map(([life, own]) => ({ life, ...spreadOf(own) }))
    .filter(({ isSpread }) => isSpread)
    .sort((a, b) => b.territories - a.territories || b.integrated - a.integrated || a.life.place - b.life.place)
}

const spreadTable = (spread: readonly Spreading[]): Table => ({
  code: 'spread',
  columns: [
    column('initiative', 'label'),
    column('places', 'number', { figure: 'spread' }),
    column('integrated', 'adoptions', {
      label: word('words.adoption_status.integrated'),
      figure: 'adoptions_integrated',
    }),
  ],
  rows: spread
    .slice(0, MOST_SPREAD)
    .map(({ life, territories, integrated }) => [
      labelled({ initiative: { slug: life.it.slug, title: life.it.title } }),
      number(territories),
      number(integrated),
    ]),
})
