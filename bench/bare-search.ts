// The baseline of a search: the full-text statement alone, with the theme and the level as the page has them, and the
// counts that the page shows. Where there is no full text yet: LIKE. Prints the median in milliseconds.
import Connection from 'better-sqlite3'
import pg from 'pg'
import { folded } from '../src/platform/db/sql.ts'
import { median } from './processes.ts'

const [engine, typed, theme] = process.argv.slice(2) as [string, string, string]
const words = folded(typed).split(' ')
const ASKED = 30

process.stdout.write(String(median(engine === 'sqlite' ? sqlite() : await postgresql())))

function sqlite(): number[] {
  const db = new Connection(process.env.DATABASE_URL!.replace(/^sqlite:/, ''), { readonly: true })
  const hasFullText = db.prepare(`select 1 from sqlite_schema where name = 'initiative_words'`).get() !== undefined
  const found = hasFullText
    ? `i.id in (select s.initiative_id from initiative_words join initiative_search s on s.number = initiative_words.rowid where initiative_words match ?)`
    : `i.search_text like ?`
  const match = hasFullText ? words.map((word) => `"${word}"*`).join(' AND ') : `%${words.join('%')}%`
  const [page, counts] = statements(found, '?').map((text) => db.prepare(text))
  return timesOf(() => {
    page!.all(match, theme)
    counts!.all(match, theme)
  })
}

async function postgresql(): Promise<number[]> {
  const client = new pg.Client(process.env.DATABASE_URL)
  await client.connect()
  const known = await client.query(
    `select 1 from information_schema.columns where table_name = 'initiative_search' and column_name = 'vector'`,
  )
  const hasFullText = known.rowCount === 1
  const found = hasFullText
    ? `i.id in (select initiative_id from initiative_search where vector @@ to_tsquery('simple', $1))`
    : `i.search_text like $1`
  const match = hasFullText ? words.map((word) => `${word}:*`).join(' & ') : `%${words.join('%')}%`
  const [page, counts] = statements(found, '$2').map((text, n) => ({ name: `bare-${n}`, text, values: [match, theme] }))
  const times: number[] = []
  for (let n = 0; n < ASKED; n++) {
    const began = performance.now()
    await client.query(page!)
    await client.query(counts!)
    times.push(performance.now() - began)
  }
  await client.end()
  return times
}

function statements(found: string, blank: string): [string, string] {
  const where = `${found} and i.merged_into_id is null and i.visibility in ('public', 'network')
    and i.id in (select l.initiative_id from initiative_themes l join themes t on t.id = l.theme_id where t.slug = ${blank})`
  return [
    `select i.* from initiatives i where ${where} and i.status = 'active' order by i.changed_at desc, i.id desc limit 51`,
    `select i.status, i.stage, count(*) from initiatives i where ${where} group by 1, 2`,
  ]
}

function timesOf(ask: () => void): number[] {
  return Array.from({ length: ASKED }, () => {
    const began = performance.now()
    ask()
    return performance.now() - began
  })
}
