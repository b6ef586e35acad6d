import type { CriterionCode } from './gates.ts'
import type { Visibility } from './visibility.ts'

// What a document is: its kind, what may be done with it, and what it lends to the initiative that it belongs to.

export const documentKinds = [
  'idea_sheet',
  'portrait',
  'state_of_knowledge',
  'research_transfer',
  'minutes',
  'agreement',
  'letter_of_support',
  'experiment_plan',
  'progress_report',
  'final_report',
  'financial_report',
  'evaluation',
  'lessons',
  'guide',
  'press_release',
  'press_review',
  'photo',
  'video',
  'audio',
  'presentation',
  'dataset',
  'other',
] as const
export type DocumentKind = (typeof documentKinds)[number]

/** What a support partner confirms in writing (M2). */
export const agreementKinds: readonly DocumentKind[] = ['agreement', 'letter_of_support']

/** What usually shows that a criterion is met; another kind may. */
export function usualKind(code: CriterionCode): DocumentKind {
  return usual[code] ?? 'other'
}

const usual: Partial<Record<CriterionCode, DocumentKind>> = {
  E1: 'portrait',
  E4: 'minutes',
  M1: 'minutes',
  M2: 'letter_of_support',
  M4: 'experiment_plan',
  M5: 'agreement',
  M6: 'agreement',
  R1: 'progress_report',
  R2: 'minutes',
  R3: 'lessons',
  R4: 'evaluation',
  R5: 'letter_of_support',
  R6: 'experiment_plan',
  A1: 'agreement',
  A2: 'evaluation',
  A3: 'letter_of_support',
  A4: 'financial_report',
  A5: 'guide',
  A6: 'evaluation',
}

/** What shows people: these say who, and whether they agreed. */
const picturing: readonly DocumentKind[] = ['photo', 'video', 'audio']

/** Whether people may be recognised in it who did not agree to be seen by so many. */
export function isConsentMissing(kind: DocumentKind, level: Visibility, consent: PictureConsent): boolean {
  if (!picturing.includes(kind)) return false
  return consent === 'refused' ? level === 'public' || level === 'network' : consent === 'unknown' && level === 'public'
}

/** What others may do with it. Unknown is as good as all rights reserved. */
export const licences = ['all_rights_reserved', 'cc_by', 'cc_by_sa', 'cc_by_nc_sa', 'cc0', 'licence_ouverte_2'] as const
export type Licence = (typeof licences)[number]

/** How a document helps an innovation to travel: the four verbs of those who transfer. */
export const transferTags = ['accompany', 'systematise', 'disseminate', 'transfer'] as const
export type TransferTag = (typeof transferTags)[number]

/** Whether those who are pictured in a photo or a film agreed to it. */
export const pictureConsents = ['nobody', 'given', 'unknown', 'refused'] as const
export type PictureConsent = (typeof pictureConsents)[number]

export const documentLanguages = ['fr', 'en', 'iu', 'es', 'other', 'none'] as const
export type DocumentLanguage = (typeof documentLanguages)[number]

/** Four kinds of knowledge that a mobilisation brings together (RQIS); M1 asks for three. */
export const knowledgeKinds = ['experiential', 'professional', 'scientific', 'institutional'] as const
export type KnowledgeKind = (typeof knowledgeKinds)[number]

/** How far the words of a file have been read. `broken` and `too_large` are never tried again by themselves. */
export const textStates = ['waiting', 'read', 'none', 'broken', 'too_large'] as const
export type TextState = (typeof textStates)[number]

/** `quarantined` files are served to nobody. */
export const scanStates = ['unscanned', 'clean', 'quarantined'] as const
export type ScanState = (typeof scanStates)[number]

/** Days that what was thrown away stays in the bin. */
export const BIN_DAYS = 30

/** A year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD. Sorts as text. */
export const DATED = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/
