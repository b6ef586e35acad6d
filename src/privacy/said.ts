import { and, inArray } from 'drizzle-orm'
import { actorsByIds } from '../actors/queries.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Words } from '../platform/http/pages.ts'
import type { Holding } from './holding.ts'
import type { Part } from './known.ts'
import type { Subject } from './subject.ts'

/** What a row leads to, by a title that whoever reads may see. */
export interface Things {
  initiativeId: ReadonlyMap<string, string>
  organisationId: ReadonlyMap<string, string>
}

const PLACES = 1000

/** Titles of the initiatives and names of the organisations that rows point to, as far as the reader sees them. */
export async function thingsOf(db: Reader, viewer: Viewer, today: string, parts: readonly Part[]): Promise<Things> {
  const idsIn = (column: string) => [
    ...new Set(parts.flatMap(({ rows }) => rows.map((row) => row[column]).filter((id) => typeof id === 'string'))),
  ]
  const { id, title } = initiatives
  const [seen, organisations] = await Promise.all([
    db
      .select({ id, title })
      .from(initiatives)
      .where(and(inArray(id, idsIn('initiativeId').slice(-PLACES)), visibleTo(db, viewer, today))),
    actorsByIds(db, viewer, idsIn('organisationId')),
  ])
  return {
    initiativeId: new Map(seen.map((one) => [one.id, one.title])),
    organisationId: new Map(organisations.map((one) => [one.id, one.name])),
  }
}

interface Cell {
  term: string
  text: string
  href?: string
}

/** A part as a page shows it: the latest rows, and how many there are besides. */
export interface SaidPart {
  key: string
  title: string
  becomes: string
  rows: Cell[][]
  more: number
}

const MOST_SHOWN = 200

export function saidParts(parts: readonly Part[], things: Things, words: Words): SaidPart[] {
  return parts.map(({ holding, rows }) => ({
    ...headOf(holding, words),
    rows: rows.slice(-MOST_SHOWN).map((row) => cellsOf(holding.words ?? {}, row, things, words)),
    more: Math.max(0, rows.length - MOST_SHOWN),
  }))
}

/** What people take away: stable keys, days and instants in ISO, and what each part and column means in their language. */
export function toTake(
  subject: Subject,
  parts: readonly Part[],
  things: Things,
  words: Words,
  made: { at: Date; url: string; network: string },
) {
  const { t } = words
  return {
    format: 'sillon-person',
    version: 1,
    network: made.network,
    address: made.url,
    madeAt: made.at.toISOString(),
    subject: { kind: subject.kind, name: subject.name },
    explained: t('privacy.persons.json_explained'),
    parts: parts.map(({ holding, rows }) => ({
      ...headOf(holding, words),
      columns: Object.fromEntries(holding.given.map((name) => [name, t(`privacy.persons.column.${name}`)])),
      rows: rows.map((row) => ({ ...row, ...ledTo(row, things, made.url) })),
    })),
  }
}

/** What a kind is called, and what an erasure does with it. */
export function headOf({ key, fate, why }: Holding, { t }: Words) {
  return {
    key,
    title: t(`privacy.persons.kind.${key}`),
    becomes: `${t(`privacy.persons.fate.${fate}`)} ${t(`privacy.persons.why.${why}`)}`,
  }
}

function ledTo({ initiativeId, organisationId }: Record<string, unknown>, things: Things, url: string) {
  return {
    ...(typeof initiativeId === 'string'
      ? { initiative: { title: things.initiativeId.get(initiativeId) ?? null, address: `${url}/i/${initiativeId}` } }
      : {}),
    ...(typeof organisationId === 'string'
      ? {
          organisation: {
            name: things.organisationId.get(organisationId) ?? null,
            address: `${url}/a/${organisationId}`,
          },
        }
      : {}),
  }
}

function cellsOf(
  families: Readonly<Record<string, string>>,
  row: Record<string, unknown>,
  things: Things,
  words: Words,
) {
  return Object.entries(row).flatMap(([name, value]): Cell[] => {
    if (value === null || value === '') return []
    const term = words.t(`privacy.persons.column.${name}`)
    if ((name === 'initiativeId' || name === 'organisationId') && typeof value === 'string') {
      const text = things[name].get(value)
      const href = `/${name === 'initiativeId' ? 'i' : 'a'}/${value}`
      return [text === undefined ? { term, text: words.t('privacy.persons.hidden') } : { term, text, href }]
    }
    const family = families[name]
    return [
      {
        term,
        text: family && typeof value === 'string' ? words.t(`words.${family}.${value}`) : said(value, name, words),
      },
    ]
  })
}

function said(value: unknown, name: string, { t, format }: Words): string {
  if (value instanceof Date) return format.instant(value)
  if (typeof value === 'boolean') return t(value ? 'privacy.persons.yes' : 'privacy.persons.no')
  if (typeof value === 'number') return name === 'cents' ? format.number(value / 100) : format.number(value)
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? format.day(value) : value
  return JSON.stringify(value)
}
