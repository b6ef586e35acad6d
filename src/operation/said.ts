import type { Format } from '../platform/i18n/format.ts'
import type { Translate } from '../platform/i18n/i18n.ts'

const units = ['b', 'kb', 'mb', 'gb'] as const

/** « 12,3 Mo »: in units of 1,024, with one decimal below ten. */
export function bytesIn(t: Translate, format: Format, bytes: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const amount = bytes / 1024 ** step
  return t(`operation.bytes.${units[step]!}`, { n: format.number(rounded(amount, step === 0)) })
}

/** « 3,2 ms », « 140 ms », « 2,4 s » */
export function durationIn(t: Translate, format: Format, ms: number): string {
  if (ms < 1000) return t('operation.duration.ms', { n: format.number(rounded(ms)) })
  return t('operation.duration.s', { n: format.number(rounded(ms / 1000)) })
}

const rounded = (amount: number, isWhole = false) =>
  isWhole || amount >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10
