import type { Request, Response } from 'express'
import { communicated } from '../communications/steps.ts'
import type { Database } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { slugOf } from '../platform/slug.ts'
import { namesPeople, type Outgoing } from './about.ts'
import { allGrids } from './grids.ts'
import { paperOf } from './paper.ts'
import { bookOf, delimitedGrid, delimitedGrids } from './sheets.ts'

export const fileFormats = ['pdf', 'xlsx', 'csv', 'json'] as const
export type FileFormat = (typeof fileFormats)[number]

interface Asked {
  format: string
  /** One table only, as `?table=` names it. */
  table?: string
  /** To whom, when somebody without an account takes it by a link. */
  recipients?: string
  /** The report and its version, for the register. */
  filter: string
}

interface Made {
  type: string
  extension: string
  make: () => Uint8Array | string | Promise<Uint8Array | string>
}

/**
 * A file of a report, to be kept. It is made, then entered in the register of communications, then sent: what cannot be
 * entered does not leave. Throws NotFound for a format or a table that is not there.
 */
export async function handOver(
  db: Database,
  { req, res, at }: { req: Request; res: Response; at: Date },
  outgoing: Outgoing,
  { format, table = '', recipients = '', filter }: Asked,
): Promise<void> {
  const made = madeAs(outgoing, format, table, at)
  const name = [
    slugOf(outgoing.title),
    outgoing.content.query.asOf,
    ...(table ? [slugOf(table.replace('.', ' '))] : []),
  ]
  res.set('Content-Type', made.type)
  res.set('Cache-Control', 'private, no-store')
  res.attachment(`${name.join('-')}.${made.extension}`)
  if (req.method === 'HEAD') {
    res.end()
    return
  }
  const file = await made.make()
  await db.commit((tx) => [
    communicated(tx, req.viewer, at, {
      what: recipients ? 'report_link' : 'report',
      format,
      filter: table ? `${filter}&table=${table}` : filter,
      recipients,
      holdsPersons: namesPeople(outgoing),
      rows: outgoing.content.population,
    }),
  ])
  res.end(file)
}

function madeAs(outgoing: Outgoing, format: string, table: string, at: Date): Made {
  if (format === 'pdf') return { type: 'application/pdf', extension: 'pdf', make: () => paperOf(outgoing, at) }
  if (format === 'xlsx') return { type: XLSX, extension: 'xlsx', make: () => bookOf(outgoing) }
  if (format === 'json') {
    return { type: 'application/json; charset=utf-8', extension: 'json', make: () => outgoing.text }
  }
  if (format !== 'csv') throw new NotFound()
  if (table === '') return { type: 'application/zip', extension: 'zip', make: () => delimitedGrids(outgoing) }
  const grid = allGrids(outgoing.content, outgoing.words).find(({ code }) => code === table)
  if (!grid) throw new NotFound()
  return { type: 'text/csv; charset=utf-8', extension: 'csv', make: () => delimitedGrid(grid) }
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
