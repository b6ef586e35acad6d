// The baseline of a search in the library: the full-text statement alone, with the kind and the levels as the page has
// them, its count and its first twenty. Prints the median in milliseconds.
import Connection from 'better-sqlite3'
import pg from 'pg'
import { folded } from '../src/platform/db/sql.ts'
import { median } from './processes.ts'

const [engine, typed, kind] = process.argv.slice(2) as [string, string, string]
const words = folded(typed).split(' ').filter(Boolean)
const ASKED = 20

process.stdout.write(String(median(engine === 'sqlite' ? sqlite() : await postgresql())))

function sqlite(): number[] {
  const db = new Connection(process.env.DATABASE_URL!.replace(/^sqlite:/, ''), { readonly: true })
  const asked = db.prepare(
    statement(
      'd.id in (select s.document_id from document_search s where +s.number in (select rowid from document_words where document_words match ?))',
      '?',
    ),
  )
  const values = [
    ...(words.length > 0 ? [words.map((word) => `"${word}"*`).join(' AND ')] : []),
    ...(kind ? [kind] : []),
  ]
  return Array.from({ length: ASKED }, () => {
    const began = performance.now()
    asked.all(...values)
    return performance.now() - began
  })
}

async function postgresql(): Promise<number[]> {
  const client = new pg.Client(process.env.DATABASE_URL)
  await client.connect()
  const found = `d.id in (select document_id from document_search where vector @@ to_tsquery('simple', $1))`
  const text = statement(found, words.length > 0 ? '$2' : '$1')
  const values = [...(words.length > 0 ? [words.map((word) => `${word}:*`).join(' & ')] : []), ...(kind ? [kind] : [])]
  const times: number[] = []
  for (let n = 0; n < ASKED; n++) {
    const began = performance.now()
    await client.query({ name: 'bare', text, values })
    times.push(performance.now() - began)
  }
  await client.end()
  return times
}

function statement(found: string, blank: string): string {
  return `select d.id, count(*) over () from documents d join initiatives i on i.id = d.initiative_id
    where ${words.length > 0 ? found : '1 = 1'} and ${kind ? `d.kind = ${blank}` : '1 = 1'}
    and d.binned_at is null and d.visibility in ('public', 'network')
    and i.merged_into_id is null and i.visibility in ('public', 'network') order by d.created_at desc, d.id desc limit 20`
}
