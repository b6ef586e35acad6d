import * as z from 'zod'
import { adjustmentStates, NEW_VERSION } from '../domain/pilots.ts'
import { visibilities } from '../domain/visibility.ts'
import { day, line, list, optional, paragraph, requiredParagraph, version } from '../platform/http/fields.ts'

const fields = z.object({
  what: requiredParagraph(1000),
  state: z.enum(adjustmentStates, 'not_in_list'),
  reason: paragraph(1000).default(''),
  decidedOn: day,
  doneOn: optional(day),
  /** The id of a version, `new`, or '' while it is not done. */
  solutionVersion: line(64).default(''),
  newVersionName: line(120).default(''),
  newVersionText: paragraph(2000).default(''),
  visibility: z.enum(visibilities, 'not_in_list'),
  /** Ids of what it answers. */
  feedbacks: list(line(64), 500),
})

function whole({ value, issues }: z.core.ParsePayload<z.output<typeof fields>>) {
  const refuse = (path: string, message: string) => issues.push({ code: 'custom', message, path: [path], input: value })
  if (value.state === 'refused' && !value.reason) refuse('reason', 'refusal_needs_reason')
  if (value.state !== 'done') return
  if (!value.doneOn) refuse('doneOn', 'required')
  else if (value.doneOn < value.decidedOn) refuse('doneOn', 'done_before_decided')
  if (!value.solutionVersion) refuse('solutionVersion', 'solution_version_needed')
  if (value.solutionVersion === NEW_VERSION && !value.newVersionName) refuse('newVersionName', 'required')
}

export const AdjustmentInput = fields.check(whole)
export type AdjustmentInput = z.output<typeof AdjustmentInput>

export const AdjustmentEdit = fields.extend({ version }).check(whole)
export type AdjustmentEdit = z.output<typeof AdjustmentEdit>
