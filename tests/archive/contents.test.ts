import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { getTableName, is, Table } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'
import { rowOf } from '../../src/archive/checking.ts'
import { archived, excepted } from '../../src/archive/contents.ts'
import { lineOf } from '../../src/archive/writing.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { type Column, keptBySqlite } from '../../src/platform/db/plain.ts'
import { root } from '../database.ts'

describe('an archive holds', () => {
  test('every table of the house, or says why not', async () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    const modules = await Promise.all(
      files
        .filter((name) => /(^|\/)tables\.ts$/.test(name))
        .map((name) => import(join(root, 'src', name)) as Promise<Record<string, unknown>>),
    )
    const all = modules.flatMap((one) => Object.values(one)).filter((one): one is PgTable => is(one, Table))
    const known = [...archived.map(({ name }) => name), ...excepted.map(({ table }) => getTableName(table))]
    expect(known.sort()).toEqual([...new Set(all.map((table) => getTableName(table)))].sort())
    expect(excepted.every(({ why }) => why.length > 10)).toBe(true)
  })

  test('every column of a table, but the two of the journal that its trigger writes', () => {
    const journal = archived.find(({ name }) => name === 'journal')!
    expect(journal.columns.map(({ name }) => name)).toEqual([
      'seq',
      'at',
      'by_account_id',
      'capacity',
      'what',
      'subject_kind',
      'subject_id',
      'initiative_id',
      'particulars',
      'once',
      'digest',
    ])
  })
})

describe('a row', () => {
  const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  const text = fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', ''))
  // What PostgreSQL's jsonb keeps: no -0, no NUL.
  const value = fc
    .jsonValue({ depthSize: 'small' })
    .map((one): unknown => JSON.parse(JSON.stringify(one).replaceAll('\\u0000', '')))
  const valueOf = ({ kind, isRequired }: Column): fc.Arbitrary<unknown> => {
    const some = {
      string: text,
      number: fc.integer(),
      boolean: fc.boolean(),
      date: instant.map((one) => one.toISOString()),
      json: value.filter((one) => one !== null),
    }[kind]
    return isRequired ? some : fc.option(some, { nil: null })
  }

  test.each(archived)('of $name comes back as it went, whatever it holds', ({ name, columns }) => {
    const names = new Set(columns.map((column) => column.name))
    fc.assert(
      fc.property(fc.record(Object.fromEntries(columns.map((column) => [column.name, valueOf(column)]))), (plain) => {
        // As the database at hand would give it.
        const given = columns.map((column) => {
          const one = plain[column.name]
          if (dialect === 'sqlite') return keptBySqlite(column, one)
          return column.kind === 'date' && one !== null ? new Date(one as string) : one
        })
        const line = lineOf(columns, given)
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect(rowOf(line, columns, names, { entry: name, line: 1 })).toEqual(plain)
      }),
      { numRuns: 60 },
    )
  })

  const accounts = archived.find(({ name }) => name === 'accounts')!
  const good = {
    id: 'a',
    email: 'a@example.org',
    name: 'A',
    network_role: 'member',
    created_at: '2026-01-01T00:00:00.000Z',
  }
  const read = (row: unknown) =>
    rowOf(JSON.stringify(row), accounts.columns, new Set(accounts.columns.map(({ name }) => name)), {
      entry: 'tables/accounts-0001.jsonl',
      line: 7,
    })

  test('may leave out what has a default or may be nothing', () => {
    expect(read(good)).toEqual(good)
  })

  test.each([
    ['a text that is missing', { ...good, email: undefined }, 'email'],
    ['a text that is nothing', { ...good, email: null }, 'email'],
    ['a number for a text', { ...good, name: 3 }, 'name'],
    ['a text with NUL', { ...good, name: 'a\0b' }, 'name'],
    ['a text for a boolean', { ...good, is_demo: 'yes' }, 'is_demo'],
    ['a part of a number', { ...good, version: 1.5 }, 'version'],
    ['a number too large', { ...good, version: 1e300 }, 'version'],
    ['a day for an instant', { ...good, created_at: '2026-01-01' }, 'created_at'],
    ['a day that is not', { ...good, created_at: '2026-02-30T00:00:00.000Z' }, 'created_at'],
    ['a column that nobody knows', { ...good, is_root: true }, 'is_root'],
    ['a list', [good], ''],
    ['nothing', null, ''],
  ])('with %s is refused, and said where', (_what, row, column) => {
    const details = { entry: 'tables/accounts-0001.jsonl', line: 7, column }
    expect(() => read(row)).toThrow(expect.objectContaining({ key: 'row', details }))
  })

  test('that is no JSON, or names a prototype, is refused', () => {
    const columns = accounts.columns
    const place = { entry: 'e', line: 1 }
    expect(() => rowOf('{"id":', columns, new Set(), place)).toThrow(/^row/)
    expect(() => rowOf('{"__proto__":{}}', columns, new Set(['id']), place)).toThrow(/__proto__/)
  })
})
