import { SSF } from '@e965/xlsx'
import type { CellObject } from '@e965/xlsx'
import type { Problem } from './workbook.ts'

const formats = SSF as { is_date(format: string): boolean; get_table(): Record<number, string> }

const SECONDS_IN_A_DAY = 86_400
const DAY_ZERO = Date.UTC(1899, 11, 30)

export interface CellText {
  text: string
  problem?: Problem['key']
}

/**
 * One spreadsheet cell as plain text: days as YYYY-MM-DD, numbers in full, no separators. A formula gives the value
 * it had when the file was saved. A day that the sheet shows as a month or a year is given as that month or year.
 */
export function cellText(cell: CellObject | undefined, counts1904: boolean): CellText {
  const value = cell?.v
  if (cell === undefined || value === undefined || cell.t === 'z') return { text: '' }
  if (cell.t === 'e') return { text: '', problem: 'error-cell' }
  if (typeof value === 'boolean') return { text: String(value) }
  if (typeof value === 'string') return { text: value }
  if (typeof value !== 'number') return { text: value.toISOString().slice(0, 10) }
  const format = formatOf(cell)
  return formats.is_date(format) ? { text: momentText(value, format, counts1904) } : numberText(value)
}

function formatOf({ z }: CellObject): string {
  return (typeof z === 'number' ? formats.get_table()[z] : z) ?? 'General'
}

/** Spreadsheets keep 15 digits: what lies beyond is an artefact of binary fractions (0.30000000000000004). */
export function numberText(value: number): CellText {
  if (!Number.isFinite(value)) return { text: '', problem: 'error-cell' }
  if (Number.isSafeInteger(value)) return { text: String(value === 0 ? 0 : value) }
  if (Number.isInteger(value)) return { text: BigInt(value).toString(), problem: 'damaged-number' }
  return { text: withoutExponent(Number(value.toPrecision(15))) }
}

function withoutExponent(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return value.toFixed(Math.min(100, 15 - Math.floor(Math.log10(Math.abs(value))))).replace(/\.?0+$/u, '')
}

function momentText(serial: number, format: string, counts1904: boolean): string {
  const pattern = format.replace(/"[^"]*"|\\.|_.|\[[^\]]*\]/gu, '').toLowerCase()
  const isElapsed = /\[(?:h+|m+|s+)\]/iu.test(format)
  const isTime = /[hs]/u.test(pattern) && !/[dy]|mmm/u.test(pattern)
  if (isElapsed || isTime) return clockText(Math.round(serial * SECONDS_IN_A_DAY))
  const instant = instantOf(serial, counts1904)
  const [day = '', time = ''] = instant.toISOString().slice(0, 19).split('T')
  if (time !== '00:00:00') return `${day}T${time}`
  return pattern.includes('d') ? day : shortened(day, pattern)
}

/** « mars 2015 » typed in a cell is kept as the first of March: the day is the spreadsheet's invention. */
function shortened(day: string, pattern: string): string {
  if (!day.endsWith('-01')) return day
  if (pattern.includes('m')) return day.slice(0, 7)
  return day.endsWith('-01-01') ? day.slice(0, 4) : day
}

/** In UTC throughout, so that no time zone moves a day. Before March 1900 the count is one day late, by an old bug. */
function instantOf(serial: number, counts1904: boolean): Date {
  const days = counts1904 ? serial + 1462 : serial
  const seconds = Math.round((days < 60 ? days + 1 : days) * SECONDS_IN_A_DAY)
  return new Date(DAY_ZERO + seconds * 1000)
}

function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
