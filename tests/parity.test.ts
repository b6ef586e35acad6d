import { resolve } from 'node:path'
import type Connection from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openPostgresql } from '../src/platform/db/postgresql.ts'
import { openSqlite } from '../src/platform/db/sqlite.ts'
import { root } from './database.ts'

// What a deployment will have after its migrations, not what the code believes. Full text is each engine's own: FTS5
// tables (`…_words`) here, a `vector` column with its index there; both are filled from the same columns.

interface Table {
  columns: string[]
  primaryKey: string
  references: string[]
  indexes: string[]
}
type Row = Record<string, string | number | null>

const name = `parity_${process.pid}`
let sqlite: Record<string, Table>
let postgresql: Record<string, Table>
let triggers: { sqlite: string[]; postgresql: string[] }

beforeAll(async () => {
  const url = inject('postgresUrl')
  await administer(url, `create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  const theirs = await openPostgresql(
    Object.assign(new URL(url), { pathname: name }).href,
    resolve(root, 'db/postgresql'),
  )
  const ours = openSqlite(':memory:', resolve(root, 'db/sqlite'))
  sqlite = describeSqlite(ours.raw)
  postgresql = await describePostgresql(theirs.raw)
  triggers = { sqlite: triggersOfSqlite(ours.raw), postgresql: await triggersOfPostgresql(theirs.raw) }
  await Promise.all([ours.close(), theirs.close()])
})
afterAll(() => administer(inject('postgresUrl'), `drop database if exists ${name} with (force)`))

describe('both databases migrate to', () => {
  test('the same tables', () => {
    expect(Object.keys(sqlite)).toEqual(Object.keys(postgresql))
    expect(Object.keys(sqlite).length).toBeGreaterThan(10)
  })

  test('the same columns, of the same kind, required alike, with the same defaults', () => {
    expect(of('columns', sqlite)).toEqual(of('columns', postgresql))
  })

  test('the same primary keys', () => {
    expect(of('primaryKey', sqlite)).toEqual(of('primaryKey', postgresql))
  })

  test('the same references, with the same consequences', () => {
    expect(of('references', sqlite)).toEqual(of('references', postgresql))
  })

  test('the same indexes: unique, partial, in the same order of columns', () => {
    expect(of('indexes', sqlite)).toEqual(of('indexes', postgresql))
  })

  test('a journal whose rows are chained when they come, and refused to be changed or removed', () => {
    const ofJournal = (all: string[]) => [...new Set(all.filter((one) => one.startsWith('journal ')))]
    expect(ofJournal(triggers.sqlite)).toEqual(['journal delete', 'journal insert', 'journal update'])
    expect(ofJournal(triggers.postgresql)).toEqual(['journal delete', 'journal insert', 'journal update'])
  })
})

test('counts and words that follow the same tables', () => {
  const followed = (all: string[]) =>
    new Set(all.filter((one) => !/^(journal|initiative_search|actor_search|document_search) /.test(one)))
  expect(followed(triggers.sqlite)).toEqual(followed(triggers.postgresql))
  expect(followed(triggers.sqlite)).toContain('participations update')
})

function of<Part extends keyof Table>(part: Part, tables: Record<string, Table>): Record<string, Table[Part]> {
  return Object.fromEntries(Object.entries(tables).map(([table, described]) => [table, described[part]]))
}

// PostgreSQL's kinds, in SQLite's words: dialect.ts says which pairs hold the same values.
const kinds: Record<string, string> = {
  boolean: 'integer',
  bigint: 'integer',
  'timestamp with time zone': 'integer',
  jsonb: 'text',
}
const plainDefault = (text: unknown) =>
  String(text)
    .replace(/::\w+$/, '')
    .replace('true', '1')
    .replace('false', '0')

const column = ({ name: called, kind, required, otherwise }: Row) =>
  `${called} ${kinds[String(kind)] ?? kind}${required ? '' : '?'}${otherwise === null ? '' : ` = ${plainDefault(otherwise)}`}`
const reference = (key: Row) =>
  `${key.from} -> ${key.table}.${key.to}, deleted: ${key.deleted}, updated: ${key.updated}`
const index = (one: Row) => `${one.uniq ? 'unique ' : ''}${one.name}(${one.columns})${one.partial ? ' partial' : ''}`

function describeSqlite(connection: Connection.Database): Record<string, Table> {
  const all = (query: string, ...given: unknown[]) => connection.prepare(query).all(...given) as Row[]
  const tables = all(
    `select name from sqlite_schema where type = 'table' and name not glob '*sqlite_*' and name not glob '__drizzle*'
       and name not glob '*_words' and name not glob '*_words_*' order by name`,
  )
  return Object.fromEntries(
    tables.map(({ name: table }): [string, Table] => [
      String(table),
      {
        columns: all(
          `select name, lower(type) kind, "notnull" or pk > 0 required, dflt_value otherwise from pragma_table_info(?) order by name`,
          table,
        ).map(column),
        primaryKey: all(`select name from pragma_table_info(?) where pk > 0 order by pk`, table)
          .map((one) => one.name)
          .join(),
        references: all(
          `select "from", "table", "to", lower(on_delete) deleted, lower(on_update) updated from pragma_foreign_key_list(?) order by "from", "table"`,
          table,
        ).map(reference),
        indexes: all(
          `select name, "unique" uniq, partial from pragma_index_list(?) where origin <> 'pk' order by name`,
          table,
        )
          .map((one) => ({
            ...one,
            columns: all(`select name from pragma_index_info(?) order by seqno`, one.name)
              // What an expression is made of has no name on either.
              .flatMap((c) => c.name ?? [])
              .join(),
          }))
          .map(index),
      },
    ]),
  )
}

const actions = `case %s when 'c' then 'cascade' when 'n' then 'set null' when 'r' then 'restrict' when 'd' then 'set default' else 'no action' end`
const columnsOf = `(select string_agg(a.attname, ',' order by n) from unnest(i.indkey) with ordinality k(attnum, n)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum)`

async function describePostgresql(pool: pg.Pool): Promise<Record<string, Table>> {
  const all = async (query: string, ...given: unknown[]) => (await pool.query<Row>(query, given)).rows
  const described: Record<string, Table> = {}
  const tables = await all(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname collate "C"`,
  )
  for (const { name: table } of tables) {
    described[String(table)] = {
      columns: (
        await all(
          `select column_name as name, data_type as kind, is_nullable = 'NO' as required,
             case when column_default like 'nextval%' then null else column_default end as otherwise
           from information_schema.columns where table_schema = 'public' and table_name = $1 and data_type <> 'tsvector' order by column_name collate "C"`,
          table,
        )
      ).map(column),
      primaryKey: String(
        (
          await all(
            `select ${columnsOf} as columns from pg_index i where i.indrelid = quote_ident($1)::regclass and i.indisprimary`,
            table,
          )
        )[0]?.columns,
      ),
      references: (
        await all(
          `select a.attname as "from", k.confrelid::regclass::text as "table", f.attname as "to",
             ${actions.replace('%s', 'k.confdeltype')} as deleted, ${actions.replace('%s', 'k.confupdtype')} as updated
           from pg_constraint k
             join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
             join pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
           where k.contype = 'f' and k.conrelid = quote_ident($1)::regclass order by a.attname collate "C", 2`,
          table,
        )
      ).map(reference),
      indexes: (
        await all(
          `select c.relname as name, i.indisunique as uniq, i.indpred is not null as partial, ${columnsOf} as columns
           from pg_index i join pg_class c on c.oid = i.indexrelid
           where i.indrelid = quote_ident($1)::regclass and not i.indisprimary and c.relname not like '%\\_vector' order by c.relname collate "C"`,
          table,
        )
      ).map(index),
    }
  }
  return described
}

function triggersOfSqlite(connection: Connection.Database): string[] {
  const all = connection
    .prepare(`select tbl_name as name, sql from sqlite_schema where type = 'trigger'`)
    .all() as Row[]
  return all
    .map(
      (one) => `${one.name} ${/(insert|update|delete)(?: of [\w, ]+)? on/i.exec(String(one.sql))?.[1]?.toLowerCase()}`,
    )
    .toSorted()
}

async function triggersOfPostgresql(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<Row>(
    `select event_object_table as name, lower(event_manipulation) as deed from information_schema.triggers`,
  )
  return rows.map((one) => `${one.name} ${one.deed}`).toSorted()
}

async function administer(url: string, statement: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}
