import * as z from 'zod'
import { knowledgeKinds } from '../domain/documents.ts'
import { sectors } from '../domain/roles.ts'
import { day, line, optional, paragraph, requiredLine, requiredParagraph } from '../platform/http/fields.ts'

export const ContributionInput = z.object({
  kind: z.enum(knowledgeKinds, 'not_in_list'),
  sector: optional(z.enum(sectors, 'not_in_list')),
  /** The name of an actor of the network, or any words for whoever it was. */
  actor: requiredLine(160),
  brought: requiredParagraph(1000),
  effect: paragraph(1000).default(''),
  /** The document that holds it; '' for none. */
  document: line(64).default(''),
  contributedOn: day,
})
export type ContributionInput = z.output<typeof ContributionInput>
