import * as z from 'zod'
import { currencies, fundingKinds, moneyStatuses } from '../domain/money.ts'
import { visibilities } from '../domain/visibility.ts'
import { day, line, paragraph, requiredLine, version } from '../platform/http/fields.ts'
import { readAmount } from '../platform/reading/amounts.ts'

/** What was typed as an amount, with the currency that was written beside it, if any. */
export const amount = z.string().transform((text, ctx): { cents: number; currency?: string } => {
  const refused = (message: string) => {
    ctx.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const read = readAmount(text)
  if (read.ok) return read.value ?? refused('required')
  const why = read.key.replaceAll('-', '_')
  return refused(`amount_${why}`)
})

const currency = z.string().trim().toUpperCase().pipe(z.enum(currencies, 'currency_unknown'))
const level = z.enum(visibilities, 'not_in_list')

const terms = {
  purpose: requiredLine(200),
  agreementReference: line(120).default(''),
  conditions: paragraph(2000).default(''),
  visibility: level,
}

const rowFields = {
  status: z.enum(moneyStatuses, 'not_in_list'),
  amount,
  effectiveOn: day,
  note: line(300).default(''),
  reason: line(500).default(''),
  rowVisibility: level,
  /** The id of a document of the initiative; '' for none. */
  document: line(64).default(''),
  /** The id of the payment it honours; '' for none. */
  instalment: line(64).default(''),
}

export const FundingInput = z.object({
  /** A name, or the end of an address. */
  funder: requiredLine(160),
  kind: z.enum(fundingKinds, 'not_in_list'),
  currency,
  ...terms,
  ...rowFields,
})
export type FundingInput = z.output<typeof FundingInput>

export const TermsInput = z.object({ ...terms, version })
export type TermsInput = z.output<typeof TermsInput>

export const RowInput = z.object(rowFields)
export type RowInput = z.output<typeof RowInput>

export const AmendmentInput = z.object({
  /** More or less: signed. */
  amount,
  effectiveOn: day,
  reason: requiredLine(500),
  document: line(64).default(''),
})
export type AmendmentInput = z.output<typeof AmendmentInput>

export const RowCorrectionInput = z.object({ amount, effectiveOn: day, reason: requiredLine(500) })
export type RowCorrectionInput = z.output<typeof RowCorrectionInput>

export const InstalmentInput = z.object({ dueOn: day, amount, condition: line(300).default('') })
export type InstalmentInput = z.output<typeof InstalmentInput>

export const RateInput = z.object({
  from: currency,
  to: currency,
  rate: z
    .string()
    .trim()
    .transform((text) => text.replace(',', '.'))
    .pipe(z.string().regex(/^\d{1,6}(?:\.\d{1,8})?$/, 'rate_not_understood'))
    .refine((text) => Number(text) > 0, 'rate_not_understood'),
  effectiveOn: day,
  source: requiredLine(200),
})
export type RateInput = z.output<typeof RateInput>
