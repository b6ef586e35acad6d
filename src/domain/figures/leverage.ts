import { currencies } from '../money.ts'
import type { Figure, Section } from '../report.ts'
import { sectorsOf } from '../roles.ts'
import { type Amount, amountsOf } from './amounts.ts'
import { column, section, word } from './cells.ts'
import type { Scene } from './scene.ts'

/** What was confirmed besides, for what was confirmed: by one of the usual formulas, which is always told with it. */
export function leverage(scene: Scene): Section {
  const { query } = scene
  const { amounts, rates } = amountsOf(scene)
  const confirmed = amounts.filter(({ row }) => row.status === 'confirmed')
  const parts = currencies
    .map((currency) => ({ currency, some: confirmed.filter((one) => one.currency === currency) }))
    .filter(({ some }) => some.length > 0)
    .map(({ currency, some }) => ({ currency, ...partsOf(scene, some) }))
  const needsOwn = query.leverage === 'total_on_own' || query.leverage === 'others_on_own'
  const why = needsOwn && !whose(scene) ? 'no_own_funder' : 'no_money'
  const figures = parts.map(({ currency, above, below }): Figure => {
    const value = below > 0 ? above / below : null
    return {
      code: `leverage_${query.leverage}`,
      unit: 'ratio',
      currency,
      value,
      ...(value === null ? { why: needsOwn && !whose(scene) ? 'no_own_funder' : 'nothing_below' } : {}),
      ...scene.slices.of(
        `leverage.${currency}`,
        confirmed.filter((one) => one.currency === currency).map(({ life }) => life),
      ),
    }
  })
  return section('leverage', {
    figures: figures.length > 0 ? figures : [{ code: `leverage_${query.leverage}`, unit: 'ratio', value: null, why }],
    tables: [
      {
        code: 'leverage',
        columns: [
          column('currency', 'text'),
          column('above', 'cents', { label: word(`figures.leverage.${query.leverage}.above`) }),
          column('below', 'cents', { label: word(`figures.leverage.${query.leverage}.below`) }),
          column('leverage', 'ratio', { figure: `leverage_${query.leverage}` }),
        ],
        rows: parts.map(({ currency, above, below }) => [
          { value: currency },
          { value: above, currency },
          { value: below, currency },
          { value: below > 0 ? above / below : null },
        ]),
      },
    ],
    notes: [
      { key: 'leverage_formula' },
      ...rates.map(({ from, to, rate, on, source }) => ({ key: 'rate', params: { from, to, rate, day: on, source } })),
    ],
  })
}

/** The funder on whose money the others' is measured: whose report it is, or whom it is filtered by. */
function whose({ facts, query }: Scene): ((amount: Amount) => boolean) | undefined {
  if (facts.own.length > 0) return ({ row }) => row.isOwn
  const { funder } = query.filter
  return funder ? ({ row }) => facts.actors.get(row.funderId)?.slug === funder : undefined
}

function partsOf(scene: Scene, amounts: readonly Amount[]): { above: number; below: number } {
  const sum = (isOne: (one: Amount) => boolean) => amounts.filter(isOne).reduce((total, { cents }) => total + cents, 0)
  const all = sum(() => true)
  const own = sum(whose(scene) ?? (() => false))
  const isPublic = ({ row }: Amount) => {
    const sector = scene.facts.actors.get(row.funderId)?.sector
    return sector !== null && sector !== undefined && publicSectors.has(sector)
  }
  const inKind = sum(({ row }) => row.kind === 'in_kind')
  switch (scene.query.leverage) {
    case 'total_on_own':
      return { above: all, below: own }
    case 'others_on_own':
      return { above: all - own, below: own }
    case 'private_on_public':
      return { above: all - sum(isPublic), below: sum(isPublic) }
    default:
      return { above: inKind, below: all - inKind }
  }
}

// The first five that RQIS names among funders are public; companies, foundations and people are not.
const publicSectors = new Set(sectorsOf('funder').slice(0, 5))
