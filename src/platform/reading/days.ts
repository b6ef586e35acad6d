import { isWeekday, monthNamed } from './months.ts'
import { read, refused } from './reading.ts'
import type { Reading } from './reading.ts'
import { folded } from './texts.ts'

export type DayRefusal = 'day-missing' | 'year-missing' | 'two-digit-year' | 'impossible-date' | 'period' | 'not-a-date'

export interface DayOrder {
  /** How the file writes 03/04/2026: 3 April (the default) or March 4. Nothing in one cell can tell. */
  order?: 'dmy' | 'mdy'
}

type DayReading = Reading<string, DayRefusal>

/** Longer than any day in any writing, so that no pattern below is tried on a novel. */
const LONGEST = 80

const TIME = String.raw`(?:[T ]\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT|[-+]\d{2}:?\d{2}))?)?`
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}$`, 'iu')
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${TIME}$`, 'iu')
const SHORT_YEAR = new RegExp(String.raw`^\d{1,2}([-/.])\d{1,2}\1\d{2}${TIME}$`, 'iu')
const JAVA =
  /^[a-z]{3} ([a-z]{3}) (\d{1,2}) \d{2}:\d{2}:\d{2}(?: (?:[a-z]{1,5}|(?:gmt|utc)[-+]\d{1,2}:?\d{2}))? (\d{4})$/iu

/**
 * The day as it is written, YYYY-MM-DD: a time or a zone beside it never moves it. What names no single day is
 * refused with the reason, never completed. An empty cell is undefined.
 */
export function readDay(text: string, { order = 'dmy' }: DayOrder = {}): Reading<string | undefined, DayRefusal> {
  const plain = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (plain === '') return read(undefined)
  if (plain.length > LONGEST) return refused('not-a-date')
  return inFigures(plain, order) ?? fromJava(plain) ?? inWords(plain) ?? refused(reasonFor(plain))
}

function inFigures(text: string, order: 'dmy' | 'mdy'): DayReading | undefined {
  const first = YEAR_FIRST.exec(text)
  if (first) return dayOf(Number(first[1]), Number(first[3]), Number(first[4]))
  if (SHORT_YEAR.test(text)) return refused('two-digit-year')
  const last = YEAR_LAST.exec(text)
  if (!last) return undefined
  const [one, two] = [Number(last[1]), Number(last[3])]
  return order === 'mdy' ? dayOf(Number(last[4]), one, two) : dayOf(Number(last[4]), two, one)
}

function fromJava(text: string): DayReading | undefined {
  const found = JAVA.exec(text)
  const month = found && monthNamed(folded(found[1] ?? ''))
  return month ? dayOf(Number(found[3]), month, Number(found[2])) : undefined
}

/** « Dimanche 22 novembre 2026 », « Nov. 22, 2026 », « 1er mars 2020 », « 22-nov-2026 ». A « ? » or a « ~ » is doubt. */
function inWords(text: string): DayReading | undefined {
  if (!/^[\p{L}\p{M}\p{N} .,/°-]+$/u.test(text)) return undefined
  const words = folded(text).split(' ')
  while (words.length > 3 && (words[0] === 'le' || isWeekday(words[0] ?? ''))) words.shift()
  const at = words.findIndex((word) => monthNamed(word) !== undefined)
  const month = monthNamed(words[at] ?? '')
  if (month === undefined) return undefined
  const [one, two, three] = words.toSpliced(at, 1)
  if (three !== undefined) return dayNumber(one) && dayNumber(two) ? refused('period') : undefined
  if (two !== undefined) return at < 2 ? worded(one ?? '', month, two) : undefined
  if (/^\d{4}$/u.test(one ?? '') || (/^\d{2}$/u.test(one ?? '') && at === 0)) return refused('day-missing')
  return dayNumber(one) ? refused('year-missing') : undefined
}

function worded(day: string, month: number, year: string): DayReading | undefined {
  const number = dayNumber(day)
  if (number === undefined) return undefined
  if (/^\d{2}$/u.test(year)) return refused('two-digit-year')
  return /^\d{4}$/u.test(year) ? dayOf(Number(year), month, number) : undefined
}

function dayNumber(word = ''): number | undefined {
  const found = /^(\d{1,2})(?:er|e|eme|ere|st|nd|rd|th|o)?$/u.exec(word)
  return found ? Number(found[1]) : undefined
}

function dayOf(year: number, month: number, day: number): DayReading {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? read(date.toISOString().slice(0, 10)) : refused('impossible-date')
}

function reasonFor(text: string): DayRefusal {
  if (/^(?:1\d|2\d)\d{2}$/u.test(text)) return 'day-missing'
  const month = /^\d{4}[-/.](\d{1,2})$/u.exec(text) ?? /^(\d{1,2})[-/.]\d{4}$/u.exec(text)
  if (month && Number(month[1]) >= 1 && Number(month[1]) <= 12) return 'day-missing'
  if (isPeriod(text)) return 'period'
  return /^\d{1,2}[-/.]\d{1,2}$/u.test(text) ? 'year-missing' : 'not-a-date'
}

/** Two years, or figures joined by the words that join two dates. */
function isPeriod(text: string): boolean {
  if (/^\d{4}[-/][1-9]\d$/u.test(text)) return true
  const years = text.match(/(?<!\d)(?:1[89]|2[01])\d{2}(?!\d)/gu) ?? []
  const opens = /^(?:du|de|des|d'|entre|from|between|depuis|since|jusqu)\b.*\d/iu.test(text)
  return years.length > 1 || opens || /\d.* (?:au|à|a|to|until|et|and|-|–|—|->|→) .*\d/iu.test(text)
}
