import { getTableColumns, getTableName } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { archived, excepted } from '../../src/archive/contents.ts'
import { holdings } from '../../src/privacy/holdings.ts'

const tables = [...archived, ...excepted].map(({ table }) => table)
const of = (table: (typeof tables)[number]) => holdings.filter((one) => getTableName(one.table) === getTableName(table))

describe('what is held of people', () => {
  test('is said of every table of the database, and of no other', () => {
    const said = [...new Set(holdings.map(({ table }) => getTableName(table)))].sort()
    expect(said).toEqual(tables.map((table) => getTableName(table)).sort())
  })

  test('has one key for each way', () => {
    expect(new Set(holdings.map(({ key }) => key)).size).toBe(holdings.length)
  })

  test('names columns that there are', () => {
    const unknown = holdings.flatMap(({ key, table, given, account, actor, address, within, passing, written }) => {
      const named = [given, account, actor, address, within, passing, written].flatMap((some) => some ?? [])
      return named.filter((name) => !(name in getTableColumns(table))).map((name) => `${key}.${name}`)
    })
    expect(unknown).toEqual([])
  })

  // A column named like an id of somebody, like an address or a name, is accounted for in one way or another.
  const telling =
    /(account|by|actor|person|funder|taker|entered|organisation|recipient)\w*Id$|^(email|address|phone|name|recipients|takerName|creators|pictured|who|responsible)$/
  const others: Record<string, string> = {
    'network.name': 'of the network',
    'territories.name': 'of a place',
  }

  test.each(tables.map((table) => [getTableName(table), table] as const))(
    'accounts for the columns of %s',
    (name, table) => {
      const its = of(table)
      const named = its.flatMap(({ account, actor, address, within, passing, written, given }) =>
        [account, actor, address, within, passing, written, given].flatMap((some) => some ?? []),
      )
      const columns = Object.keys(getTableColumns(table)).filter((column) => telling.test(column))
      expect(columns.filter((column) => !named.includes(column) && !(`${name}.${column}` in others))).toEqual([])
    },
  )

  test('says what erasure does with whatever is somebody’s, and why', () => {
    const silent = holdings.filter(({ given, fate, why }) => given.length > 0 && !(fate && why))
    expect(silent.map(({ key }) => key)).toEqual([])
  })
})
