import { fiscalYearOf } from '../calendar.ts'
import { stages } from '../lifecycle.ts'
import { currencies, fundingKinds, type MoneyStatus, moneyStatuses } from '../money.ts'
import type { Cell, Figure, Section, Table } from '../report.ts'
import { type Amount, amountsOf, type Converted, totals } from './amounts.ts'
import { column, labelled, section, stageLabel, word } from './cells.ts'
import { fiscalName } from './days.ts'
import { nowhere, type Place, regionsOf } from './regions.ts'
import type { Scene } from './scene.ts'

/** Whatever the ledger says, each status apart, each currency apart or converted at a rate that is told. */
export function money(scene: Scene): Section {
  const { facts, query, slices } = scene
  const converted = amountsOf(scene)
  const { amounts } = converted
  const table = (code: string, label: (amount: Amount) => readonly Place[]) => tableOf(scene, code, amounts, label)
  return section('money', {
    figures: moneyStatuses.flatMap((status): Figure[] => {
      const found = totals(amounts, status)
      const those = amounts.filter(({ row }) => row.status === status).map(({ life }) => life)
      const behind = slices.of(`money.${status}`, those)
      if (found.length === 0) return [{ code: status, unit: 'cents', value: null, why: 'no_money' }]
      return found.map(({ currency, cents }) => ({ code: status, unit: 'cents', currency, value: cents, ...behind }))
    }),
    tables: [
      table('money_by_stage', ({ life: { last } }) => [
        { name: last.stage, label: stageLabel(last.stage), order: String(stages.indexOf(last.stage)) },
      ]),
      table('money_by_funder', ({ row: { funderId } }) => {
        const { name, slug } = facts.actors.get(funderId) ?? { name: null, slug: '' }
        return [
          name === null
            ? { name: 'unnamed', label: word('figures.label.unnamed'), order: '\uffff' }
            : { name: slug, label: { text: name }, order: name },
        ]
      }),
      table('money_by_kind', ({ row: { kind } }) => [
        { name: kind, label: word(`words.funding_kind.${kind}`), order: String(fundingKinds.indexOf(kind)) },
      ]),
      table('money_by_territory', ({ life }) => regionsOf(facts, life.it.territories)),
      table('money_by_theme', ({ life }) =>
        life.it.themes.length === 0
          ? [nowhere]
          : life.it.themes.map((slug) => {
              const name = facts.themes.get(slug) ?? slug
              return { name: slug, label: { text: name }, order: name }
            }),
      ),
      table('money_by_year', ({ row: { on } }) => {
        const year = fiscalYearOf(on, query.fiscalStart)
        return [{ name: String(year), label: { text: fiscalName(year, query.fiscalStart) }, order: String(year) }]
      }),
    ],
    charts:
      amounts.length === 0
        ? []
        : [
            {
              code: 'money_by_year',
              kind: 'bars',
              table: 'money_by_year',
              x: 'label',
              series: ['confirmed', 'disbursed'],
            },
          ],
    notes: notesOf(converted),
  })
}

function notesOf({ amounts, rates, without }: Converted): Section['notes'] {
  if (amounts.length === 0) return [{ key: 'no_money' }]
  return [
    { key: 'statuses_never_mix' },
    { key: 'counted_in_each' },
    ...rates.map(({ from, to, rate, on, source }) => ({ key: 'rate', params: { from, to, rate, day: on, source } })),
    ...without.map((currency) => ({ key: 'without_rate', params: { currency } })),
  ]
}

function tableOf(
  { slices }: Scene,
  code: string,
  amounts: readonly Amount[],
  tell: (one: Amount) => readonly Place[],
): Table {
  const groups = new Map<string, { told: Place; amounts: Amount[] }>()
  for (const amount of amounts) {
    for (const told of tell(amount)) {
      const key = `${told.name} ${amount.currency}`
      const group = groups.get(key) ?? { told, amounts: [] }
      groups.set(key, group)
      group.amounts.push(amount)
    }
  }
  const sorted = [...groups.values()].sort(
    (a, b) =>
      (a.told.order < b.told.order ? -1 : a.told.order > b.told.order ? 1 : 0) || rank(a.amounts) - rank(b.amounts),
  )
  return {
    code,
    columns: [
      column('label', 'label', { label: word(`figures.column.${code}`) }),
      column('currency', 'text'),
      ...moneyStatuses.map((status) => column(status, 'cents', { figure: status })),
    ],
    rows: sorted.map(({ told, amounts: some }) => {
      const { currency } = some[0]!
      return [
        labelled(told.label),
        { value: currency },
        ...moneyStatuses.map((status): Cell => cellOf(slices, `${code}.${told.name}.${currency}`, status, some)),
      ]
    }),
  }
}

const rank = (amounts: readonly Amount[]) => currencies.indexOf(amounts[0]!.currency)

function cellOf(slices: Scene['slices'], name: string, status: MoneyStatus, amounts: readonly Amount[]): Cell {
  const those = amounts.filter(({ row }) => row.status === status)
  return {
    value: those.reduce((sum, { cents }) => sum + cents, 0),
    currency: amounts[0]!.currency,
    ...slices.of(
      `${name}.${status}`,
      those.map(({ life }) => life),
    ),
  }
}
