import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Connection from 'better-sqlite3'
import { examine, type Finding } from './checks.ts'
import type { Company } from './company.ts'
import type { Ledger } from './ledger.ts'
import { fileIn } from './place.ts'
import type { Row } from './report.ts'

const keeping = ['journal_keeps_rows', 'journal_keeps_words', 'funding_rows_stay', 'funding_rows_kept']
const last = `(select json_extract(particulars, '$.move') from journal where what = 'moved' order by seq desc limit 1)`

function lastOf(table: string, column: string): string {
  return `(select max(${column}) from ${table})`
}

/** Each fault that a check is there for, as somebody would have to make it. */
const faults: [string, Finding['kind'], string][] = [
  ['a move that is gone', 'lost', `delete from moves where id = ${last}`],
  [
    'a move without its line in the journal',
    'half-made',
    `delete from journal where seq = (select max(seq) from journal where what = 'moved')`,
  ],
  [
    'an initiative that was not moved',
    'half-made',
    `update initiatives set stage = case stage when 'emergence' then 'feedback' else 'emergence' end where id = (select initiative_id from moves where id = ${last})`,
  ],
  [
    'a version that was not raised',
    'half-made',
    `update initiatives set version = version - 1 where id = (select initiative_id from moves where id = ${last})`,
  ],
  [
    'a move made twice',
    'doubled',
    `insert into moves select 'twice', initiative_id, event, from_stage, from_status, to_stage, to_status, effective_on, recorded_at, sequence, by_account_id, capacity, reason, lessons, ending_kind, review_on, taken_over_by_id, gate_version, judged, waiver, provenance, import_id, supersedes_id from moves where id = ${last}`,
  ],
  [
    'a move that is told to nobody',
    'half-made',
    `delete from jobs where kind = 'move.tell' and id like 'tell-' || ${last} || '-%'`,
  ],
  [
    'a row of money that is gone',
    'lost',
    `delete from funding_rows where sequence = ${lastOf('funding_rows', 'sequence')}`,
  ],
  [
    'a row of money without its line in the journal',
    'half-made',
    `delete from journal where seq = (select max(seq) from journal where what = 'money_recorded')`,
  ],
  [
    'a hole in the rows of money',
    'half-made',
    `update funding_rows set sequence = sequence + 1 where sequence = ${lastOf('funding_rows', 'sequence')}`,
  ],
  ['an answer that is gone', 'lost', `delete from feedbacks where number = ${lastOf('feedbacks', 'number')}`],
  [
    'a hole in the numbers of answers',
    'half-made',
    `update feedbacks set number = number + 1 where number = ${lastOf('feedbacks', 'number')}`,
  ],
  [
    'a link that counted one less than came by it',
    'doubled',
    `update feedback_links set taken = taken - 1 where taken = ${lastOf('feedback_links', 'taken')}`,
  ],
  [
    'a link that counted one more',
    'half-made',
    `update feedback_links set taken = taken + 1 where taken = ${lastOf('feedback_links', 'taken')}`,
  ],
  ['a letter that is gone', 'lost', `delete from jobs where id = (select min(id) from jobs where id like 'told-%')`],
  [
    'a word of the journal changed',
    'unsound',
    `update journal set what = 'started' where what = 'moved' and seq = (select min(seq) from journal where what = 'moved')`,
  ],
]

/** Plants each fault in a copy of the database: a check that finds nothing there could not fail. */
export async function planted(data: string, within: string, ledger: Ledger, company: Company): Promise<Row> {
  const missed: string[] = []
  for (const [what, kind, statement] of faults) {
    const copy = join(within, 'planted.db')
    for (const end of ['', '-wal']) copyFileSync(fileIn(data) + end, copy + end)
    const connection = new Connection(copy)
    for (const trigger of keeping) connection.exec(`drop trigger if exists ${trigger}`)
    const { changes } = connection.prepare(statement).run()
    connection.close()
    const findings = changes > 0 ? await examine(`sqlite:${copy}`, ledger, company) : []
    if (!findings.some((one) => one.kind === kind)) missed.push(what)
  }
  return {
    event: 'control: faults planted in a copy',
    times: faults.length,
    note: `${faults.length - missed.length} of ${faults.length} found`,
    faults: missed.map((what) => `no check found ${what}`),
  }
}
