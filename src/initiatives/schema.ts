import * as z from 'zod'
import { criterionCodes } from '../domain/gates.ts'
import { consents, emergenceWays, innovationTypes, maturities } from '../domain/innovation.ts'
import { asks, endingKinds, moveEvents, stages, statuses } from '../domain/lifecycle.ts'
import { actorKinds, roles, sectors, sectorsOf, takerKinds } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import {
  box,
  day,
  email,
  line,
  list,
  optional,
  paragraph,
  requiredLine,
  requiredParagraph,
  version,
  webAddress,
} from '../platform/http/fields.ts'
import { searchWords } from '../platform/http/search-words.ts'

const id = z.string().max(64)

/** The board's address is its filter. What cannot be read is left out: an old link still opens. */
export const BoardQuery = z.object({
  q: searchWords,
  theme: z.string().max(80).catch(''),
  territory: z.string().max(40).catch(''),
  role: z.enum(roles).optional().catch(undefined),
  held: z.enum(['held', 'missing']).optional().catch(undefined),
  // Spotted ones wait in their own inbox.
  status: z.enum(statuses).exclude(['spotted']).optional().catch(undefined),
  maturity: z.enum(maturities).optional().catch(undefined),
  stage: z.enum(stages).optional().catch(undefined),
  who: z.enum(['mine']).optional().catch(undefined),
  age: z.enum(['late', 'stuck']).optional().catch(undefined),
  sort: z.enum(['recent', 'age', 'title']).catch('recent'),
  view: z.enum(['board', 'list', 'table']).catch('board'),
  after: z.string().max(200).optional().catch(undefined),
})
export type BoardQuery = z.output<typeof BoardQuery>

const words = {
  title: requiredLine(160),
  need: line(1000).default(''),
  themes: list(id),
  territories: list(id),
  isAnother: box.optional(),
}

export const StartInput = z.object({
  ...words,
  stage: z.enum(stages, 'not_in_list'),
  startedOn: day,
  visibility: z.enum(visibilities, 'not_in_list'),
  /** The actor that carries it; '' for the person who fills in the form. */
  carrier: id.default(''),
  /** The end of the address of the initiative that this one comes from. */
  parent: line(160).default(''),
})
export type StartInput = z.output<typeof StartInput>

export const SpotInput = z.object({
  ...words,
  source: requiredLine(300),
  sourceUrl: optional(webAddress),
  consent: z.enum(consents, 'not_in_list').default('unknown'),
})
export type SpotInput = z.output<typeof SpotInput>

export const EditInput = z.object({
  version,
  title: words.title,
  need: words.need,
  change: paragraph().default(''),
  benefit: paragraph().default(''),
  population: paragraph(1000).default(''),
  description: paragraph(20_000).default(''),
  origin: paragraph(1000).default(''),
  innovationType: optional(z.enum(innovationTypes, 'not_in_list')),
  emergenceWay: optional(z.enum(emergenceWays, 'not_in_list')),
  maturity: optional(z.enum(maturities, 'not_in_list')),
  visibility: z.enum(visibilities, 'not_in_list'),
  namedRoles: list(z.enum(roles, 'not_in_list')),
  themes: words.themes,
  territories: words.territories,
  solutionName: z.preprocess(several, z.array(line(200)).max(20, 'too_many')),
  solutionLimitation: z.preprocess(several, z.array(line(400)).max(20, 'too_many')),
  linkLabel: z.preprocess(several, z.array(line(120)).max(20, 'too_many')),
  linkUrl: z.preprocess(several, z.array(z.union([z.literal(''), webAddress], 'not_an_address')).max(20, 'too_many')),
})
export type EditInput = z.output<typeof EditInput>

// Parallel columns of a form keep their blanks: the third name belongs to the third limitation.
function several(value: unknown): unknown {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

export const MoveInput = z
  .object({
    version,
    event: z.enum(moveEvents, 'not_in_list'),
    to: optional(z.enum(stages, 'not_in_list')),
    effectiveOn: day,
    reason: paragraph().default(''),
    lessons: paragraph(20_000).default(''),
    // Only a merge ends as merged.
    endingKind: optional(
      z.enum(endingKinds, 'not_in_list').refine((kind): boolean => kind !== 'merged', 'not_in_list'),
    ),
    reviewOn: optional(day),
    /** The name of the organisation that takes it over. */
    organisation: line(160).default(''),
    consent: box.optional(),
    waiver: paragraph(2000).default(''),
  })
  .superRefine((move, context) => {
    for (const field of missingAsks(move)) context.addIssue({ code: 'custom', path: [field], message: 'required' })
    if (move.reviewOn && move.reviewOn < move.effectiveOn) {
      context.addIssue({ code: 'custom', path: ['reviewOn'], message: 'review_before_hold' })
    }
  })
  // What a move does not ask for is not kept, whoever sends it.
  .transform((move) => ({
    ...move,
    ...(asks[move.event].includes('lessons') ? {} : { lessons: '' }),
    ...(asks[move.event].includes('ending_kind') ? {} : { endingKind: undefined }),
    ...(asks[move.event].includes('review_on') ? {} : { reviewOn: undefined }),
    ...(asks[move.event].includes('organisation') ? {} : { organisation: '' }),
  }))
export type MoveInput = z.output<typeof MoveInput>

// What the domain asks for each move, as fields of the form.
function missingAsks(move: {
  event: (typeof moveEvents)[number]
  to?: unknown
  reason: string
  lessons: string
  endingKind?: unknown
  reviewOn?: unknown
  organisation: string
  consent?: boolean | undefined
}): string[] {
  const given = {
    to: ['to', move.to !== undefined],
    reason: ['reason', move.reason !== ''],
    lessons: ['lessons', move.lessons !== ''],
    ending_kind: ['endingKind', move.endingKind !== undefined],
    review_on: ['reviewOn', move.reviewOn !== undefined],
    organisation: ['organisation', move.organisation !== ''],
    consent: ['consent', move.consent === true],
  } as const
  return asks[move.event]
    .map((ask) => given[ask])
    .filter(([, isGiven]) => !isGiven)
    .map(([field]) => field)
}

export const CorrectionInput = z.object({
  version,
  effectiveOn: day,
  reason: requiredParagraph(),
})
export type CorrectionInput = z.output<typeof CorrectionInput>

export const BackfillInput = z.object({
  version,
  stage: z.preprocess(several, z.array(z.union([z.literal(''), z.enum(stages)], 'not_in_list')).max(8, 'too_many')),
  since: z.preprocess(several, z.array(z.union([z.literal(''), day], 'not_a_day')).max(8, 'too_many')),
  reason: requiredParagraph(),
})
export type BackfillInput = z.output<typeof BackfillInput>

export const AttestInput = z
  .object({
    code: z.enum(criterionCodes, 'not_in_list'),
    statement: requiredParagraph(1000),
    proofKind: z.enum(['document', 'link', 'figure'], 'not_in_list'),
    proof: requiredLine(500),
    attestedOn: day,
  })
  .superRefine(({ proofKind, proof }, context) => {
    if (proofKind === 'link' && !webAddress.safeParse(proof).success) {
      context.addIssue({ code: 'custom', path: ['proof'], message: 'proof_not_an_address' })
    }
  })
export type AttestInput = z.output<typeof AttestInput>

export const ParticipationInput = z
  .object({
    role: z.enum(roles, 'not_in_list'),
    /** The name of an actor, known or new, or the end of its page's address. */
    actor: requiredLine(160),
    /** What it is, when it is new. */
    kind: z.enum(actorKinds, 'not_in_list').default('organisation'),
    takerKind: optional(z.enum(takerKinds, 'not_in_list')),
    isLead: box.optional(),
    sector: optional(z.enum(sectors, 'not_in_list')),
    since: day,
    until: optional(day),
    email: optional(email),
    acceptFor: box.optional(),
    note: line(300).default(''),
  })
  .superRefine((link, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (link.role === 'taker' && !link.takerKind) refuse('takerKind', 'required')
    if (link.sector && !sectorsOf(link.role).includes(link.sector)) refuse('sector', 'not_in_list')
    if (link.until && link.until < link.since) refuse('until', 'until_before_since')
  })
export type ParticipationInput = z.output<typeof ParticipationInput>

export const EndInput = z.object({ until: day })
export const AnswerInput = z.object({ answer: z.enum(['accepted', 'declined'], 'not_in_list') })
export const MergeInput = z.object({ version, into: requiredLine(160), reason: requiredParagraph() })
export type MergeInput = z.output<typeof MergeInput>
