// The baseline of a move on PostgreSQL: one bare client, the same tables and indexes without triggers, in a schema aside.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { bareMove, moving } from './bare-move.ts'

const seconds = Number(process.argv[3])
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('drop schema if exists bare cascade; create schema bare; set search_path to bare')
for (const table of moving) await client.query(`create table bare.${table} (like public.${table} including all)`)
await client.query(
  "create sequence bare.numbers; alter table bare.journal alter column seq set default nextval('bare.numbers')",
)
await client.query('insert into bare.initiatives select * from public.initiatives')
await client.query('analyze bare.initiatives')

const { rows } = await client.query<{ id: string; version: number }>(
  'select id, version from initiatives order by id limit 2000',
)
const statements = bareMove((n) => `$${n}`)
const run = (name: keyof typeof statements, values: unknown[]) => client.query({ name, text: statements[name], values })

const began = performance.now()
let moves = 0
while (performance.now() - began < seconds * 1000) {
  const one = rows[moves++ % rows.length]!
  const [now, moveId] = [new Date(), randomUUID()]
  await client.query('begin')
  const { rowCount } = await run('initiative', ['mobilisation', now, one.id, one.version++])
  if (rowCount !== 1) throw new Error('moved meanwhile')
  await run('move', [moveId, one.id, now])
  await run('journal', [now, one.id, one.id, randomUUID(), moveId])
  await run('job', [randomUUID(), JSON.stringify({ move: moveId }), now, now])
  await client.query('commit')
}
process.stdout.write(String((moves * 1000) / (performance.now() - began)))
await client.query('drop schema bare cascade')
await client.end()
