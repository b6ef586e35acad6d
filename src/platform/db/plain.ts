import { type Column as DrizzleColumn, getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { dialect } from './dialect.ts'

const kinds = ['string', 'number', 'boolean', 'date', 'json'] as const

/** A column as both databases have it. */
export interface Column {
  /** In the database. */
  name: string
  kind: (typeof kinds)[number]
  isRequired: boolean
  /** Whether a row may leave it out. */
  hasDefault: boolean
}

/** A row that belongs to no database: instants as ISO texts, booleans, JSON values, whole numbers, texts. */
export type PlainRow = Record<string, unknown>

export function columnsOf(table: PgTable): Column[] {
  return Object.values(getTableColumns(table) as Record<string, DrizzleColumn>).map((column) => {
    const kind = kinds.find((one) => one === column.dataType)
    if (!kind) throw new Error(`${column.name} is of a kind that no plain row has: ${column.dataType}`)
    return { name: column.name, kind, isRequired: column.notNull, hasDefault: column.hasDefault }
  })
}

/** What the database at hand gave for a column, as a plain value. */
export function plainOf({ kind }: Column, value: unknown): unknown {
  if (value === null) return null
  if (kind === 'date') return new Date(value as number | Date).toISOString()
  // What is read without drizzle has whole numbers of eight bytes as texts.
  if (dialect === 'postgresql') return kind === 'number' ? Number(value) : value
  if (kind === 'boolean') return value === 1
  return kind === 'json' ? JSON.parse(value as string) : value
}

/** What SQLite keeps for a plain value that fits. PostgreSQL reads plain rows by itself. */
export function keptBySqlite({ kind, isRequired }: Column, value: unknown): unknown {
  if (kind === 'json' && (value !== null || isRequired)) return JSON.stringify(value)
  if (value === null) return null
  if (kind === 'date') return new Date(value as string).getTime()
  return kind === 'boolean' ? Number(value) : value
}

/** Whether a value read from outside may stand in a column. NUL is refused: PostgreSQL cannot keep it. */
export function fits({ kind, isRequired, hasDefault }: Column, value: unknown): boolean {
  if (value === undefined) return hasDefault || !isRequired
  if (kind === 'json') return value !== null || !isRequired || dialect === 'sqlite'
  if (value === null) return !isRequired
  if (kind === 'string') return typeof value === 'string' && !value.includes('\0')
  if (kind === 'number') return Number.isSafeInteger(value)
  if (kind === 'boolean') return typeof value === 'boolean'
  return typeof value === 'string' && isInstant(value)
}

/** As Date writes it, and nothing else. */
function isInstant(text: string): boolean {
  const at = new Date(text)
  return !Number.isNaN(at.getTime()) && at.toISOString() === text
}
