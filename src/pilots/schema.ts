import * as z from 'zod'
import { benefitKinds, valueKinds } from '../domain/pilots.ts'
import { visibilities } from '../domain/visibility.ts'
import { box, day, line, list, paragraph, requiredLine, requiredParagraph, version } from '../platform/http/fields.ts'
import { readDecimal } from '../platform/reading/values.ts'

const id = line(64).default('')
const level = z.enum(visibilities, 'not_in_list')

/** A decimal, as it was typed here or there; undefined when nothing was. */
const number = z.string().transform((text, ctx): string | undefined => {
  const refused = (message: string) => {
    ctx.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const found = readDecimal(text)
  if (found.ok) return found.value
  const why = found.key.replaceAll('-', '_')
  return refused(`number_${why}`)
})
const requiredNumber = number.transform((value, ctx): string => {
  if (value !== undefined) return value
  ctx.addIssue({ code: 'custom', message: 'required' })
  return z.NEVER
})

const inOrder = { path: ['endsOn'], message: 'until_before_since' }
const isInOrder = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }) => startsOn <= endsOn

const plan = {
  title: requiredLine(160),
  startsOn: day,
  endsOn: day,
  place: line(200).default(''),
  /** As it is typed: a name, a code, or both. */
  territory: line(160).default(''),
  responsible: line(200).default(''),
  ethics: paragraph(3000).default(''),
  consent: paragraph(3000).default(''),
  visibility: level,
  /** The id of the version that is tested; a name given beside it makes a new one. */
  solutionVersion: id,
  newVersion: line(160).default(''),
  indicators: list(z.string().max(64), 100),
  /** Ticked once the form has said that another pilot takes place at the same time. */
  overlap: box.optional(),
}

/** An indicator made on the spot, beside those that are chosen; none without a name. */
const made = {
  newName: line(160).default(''),
  newUnit: line(60).default(''),
  newBenefits: z.enum(benefitKinds, 'not_in_list').default('collective'),
  newBaseline: number.optional(),
  newTarget: number.optional(),
}

const isNamed = ({
  newName,
  newBaseline,
  newTarget,
}: {
  newName: string
  newBaseline?: unknown
  newTarget?: unknown
}) => newName !== '' || (newBaseline === undefined && newTarget === undefined)

export const PlanInput = z
  .object({ ...plan, ...made })
  .refine(isInOrder, inOrder)
  .refine(isNamed, { path: ['newName'], message: 'required' })
export type PlanInput = z.output<typeof PlanInput>

export const PilotInput = z
  .object({
    ...plan,
    version,
    /** Of a pilot that is over. */
    findings: paragraph(5000).optional(),
    negativeEffects: paragraph(5000).optional(),
  })
  .refine(isInOrder, inOrder)
export type PilotInput = z.output<typeof PilotInput>

export const BeginInput = z.object({ version, startsOn: day, endsOn: day }).refine(isInOrder, inOrder)
export type BeginInput = z.output<typeof BeginInput>

export const FinishInput = z
  .object({
    version,
    startsOn: day,
    endsOn: day,
    findings: requiredParagraph(5000),
    negativeEffects: requiredParagraph(5000),
  })
  .refine(isInOrder, inOrder)
export type FinishInput = z.output<typeof FinishInput>

export const GiveUpInput = z.object({
  version,
  reason: requiredParagraph(2000),
  /** The day it stopped, if it had begun. */
  endsOn: day.optional(),
})
export type GiveUpInput = z.output<typeof GiveUpInput>

export const VersionInput = z.object({ name: requiredLine(160), description: paragraph(3000).default(''), since: day })
export type VersionInput = z.output<typeof VersionInput>

export const VersionCorrection = VersionInput.extend({ version })
export type VersionCorrection = z.output<typeof VersionCorrection>

const indicator = {
  name: requiredLine(160),
  unit: line(60).default(''),
  benefits: z.enum(benefitKinds, 'not_in_list'),
  /** Which way is better. */
  better: z.enum(['more', 'less'], 'not_in_list').default('more'),
  visibility: level,
}

export const NewIndicatorInput = z.object({
  ...indicator,
  baseline: number.optional(),
  baselineOn: z.union([z.literal(''), day], 'not_a_day').default(''),
  target: number.optional(),
  /** The id of a pilot that measures it; '' for none. */
  pilot: id,
})
export type NewIndicatorInput = z.output<typeof NewIndicatorInput>

export const IndicatorInput = z.object({ ...indicator, version })
export type IndicatorInput = z.output<typeof IndicatorInput>

export const ValueInput = z.object({
  kind: z.enum(valueKinds, 'not_in_list'),
  value: requiredNumber,
  effectiveOn: day,
  pilot: id,
  source: line(300).default(''),
  document: id,
})
export type ValueInput = z.output<typeof ValueInput>

/** A correction says everything again but what kind of value it is. */
export const CorrectionInput = ValueInput.omit({ kind: true })
export type CorrectionInput = z.output<typeof CorrectionInput>
