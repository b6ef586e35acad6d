import * as z from 'zod'
import type { Thresholds } from '../domain/ages.ts'
import { type CriterionCode, criteriaOf, type Gate, gateModes } from '../domain/gates.ts'
import { territoryKinds } from '../domain/innovation.ts'
import { type Stage, stages } from '../domain/lifecycle.ts'
import { box, line, optional, paragraph, requiredLine, version } from '../platform/http/fields.ts'
import { locales } from '../platform/i18n/locales.ts'

const timeZone = z.string().refine((name) => Intl.supportedValuesOf('timeZone').includes(name), 'not_in_list')

export const NetworkForm = z.object({
  version,
  name: requiredLine(120),
  introduction: paragraph(2000),
  timeZone,
  locale: z.enum(locales),
  privacyOfficer: line(300),
})

const days = z.coerce
  .number<string>('not_a_number')
  .int('not_a_number')
  .min(1, 'not_a_number')
  .max(9999, 'not_a_number')
const daysByStage = Object.fromEntries(
  stages.flatMap((stage) => [
    [`${stage}_late`, days],
    [`${stage}_stuck`, days],
  ]),
) as Record<`${Stage}_${'late' | 'stuck'}`, typeof days>

export const ThresholdsForm = z
  .object({ version, ...daysByStage })
  .check(({ value, issues }) => {
    for (const stage of stages) {
      if (value[`${stage}_stuck`] > value[`${stage}_late`]) continue
      issues.push({ code: 'custom', message: 'stuck_before_late', path: [`${stage}_stuck`], input: value })
    }
  })
  .transform(({ version, ...typed }) => {
    const of = (stage: Stage) => ({ late: typed[`${stage}_late`], stuck: typed[`${stage}_stuck`] })
    return { version, thresholds: Object.fromEntries(stages.map((stage) => [stage, of(stage)])) as Thresholds }
  })

const wording = line(300).default('')
type GateFields = Record<`${CriterionCode}_on`, typeof box> & Record<`${CriterionCode}_${'fr' | 'en'}`, typeof wording>

/** One gate's form: `E1_on`, `E1_fr`, `E1_en` … An English wording is never without a French one. */
export function gateForm(stage: Stage) {
  const codes = criteriaOf(stage)
  const fields = codes.flatMap((code) => [
    [`${code}_on`, box],
    [`${code}_fr`, wording],
    [`${code}_en`, wording],
  ])
  return z
    .object({ version, mode: z.enum(gateModes), ...(Object.fromEntries(fields) as GateFields) })
    .check(({ value, issues }) => {
      for (const code of codes) {
        if (value[`${code}_fr`] || !value[`${code}_en`]) continue
        issues.push({ code: 'custom', message: 'french_first', path: [`${code}_fr`], input: value })
      }
    })
    .transform(({ version, mode, ...typed }) => ({
      version,
      mode,
      criteria: codes.map((code) => worded(code, typed[`${code}_on`], typed[`${code}_fr`], typed[`${code}_en`])),
    }))
}

function worded(code: CriterionCode, on: boolean, fr: string, en: string): Gate['criteria'][number] {
  return { code, on, ...(fr ? { fr } : {}), ...(en ? { en } : {}) }
}

export type GateInput = z.output<ReturnType<typeof gateForm>>

export const ThemeForm = z.object({ fr: requiredLine(80), en: line(80) })

export const TerritoryForm = z.object({
  kind: z.enum(territoryKinds),
  name: requiredLine(150),
  /** A place as its suggestions write it. */
  parent: line(200),
  code: optional(
    z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'not_a_code'),
  ),
})
