import type { Request } from 'express'
import type { Floor, Return } from '../platform/http/floor.ts'
import type { Issue } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import type { Workbook } from '../platform/reading/workbook.ts'
import { opened } from './opened.ts'
import { hasValuesToMap, valueFields } from './fields.ts'
import { lacksOf, type Mapping } from './mapping.ts'
import { findOrRefuse, type Import } from './queries.ts'

export const untouched: Return = { values: {}, issues: [] }

/** The import that an address names, and its tables. Throws NotFound, UnreadableFile. */
export async function openedFor({ db, storage }: Floor, req: Request): Promise<{ it: Import; workbook: Workbook }> {
  const it = await findOrRefuse(db, req.viewer, String(req.params.id))
  return { it, workbook: await opened(storage, it) }
}

/** Messages by field, in the reader's language. Why a file cannot be read is said by this room, the rest as everywhere. */
export function problemsOf({ locale }: Pick<Request, 'locale'>, issues: Issue[]): Record<string, string[]> {
  const t = translate(locale)
  const problems: Record<string, string[]> = {}
  for (const { field, key, params } of issues) {
    const [kind, why = ''] = key.split(':')
    const of = typeof params?.of === 'string' ? { name: t(`imports.field.${params.of}`) } : {}
    const text =
      kind === 'unreadable' ? t(`imports.unreadable.${why}`, params) : t(`errors.${key}`, { ...params, ...of })
    ;(problems[field] ??= []).push(text)
  }
  return problems
}

export const steps = ['sheet', 'columns', 'values', 'preview'] as const
export type WizardStep = (typeof steps)[number]

/** The first step that nobody has answered yet. */
export function nextStep(mapping: Mapping): WizardStep {
  if (!mapping.answered.includes('sheet')) return 'sheet'
  if (!mapping.answered.includes('columns') || lacksOf(mapping).length > 0) return 'columns'
  const asksValues = valueFields.some((field) => hasValuesToMap(field, mapping))
  return asksValues && !mapping.answered.includes('values') ? 'values' : 'preview'
}

/** What `imports/steps` shows above each step. */
export function stepsOf(it: Import, current: WizardStep) {
  const reached = Math.max(steps.indexOf(nextStep(it.mapping)), steps.indexOf(current))
  const asksValues = valueFields.some((field) => hasValuesToMap(field, it.mapping))
  return steps
    .filter((step) => step !== 'values' || asksValues)
    .map((step) => ({
      step,
      href: steps.indexOf(step) <= reached ? `/imports/${it.id}/${step}` : undefined,
      isCurrent: step === current,
    }))
}
