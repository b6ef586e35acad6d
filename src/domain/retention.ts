import { BIN_DAYS } from './documents.ts'

/** What the house keeps of people and does not keep for ever, by kind; in the order in which it is told. */
export const retentionKinds = [
  'sessions',
  'sign_in_links',
  'invitations',
  'unused_accounts',
  'adoption_contacts',
  'feedback_contacts',
  'mailings',
  'links',
  'openings',
  'imports',
  'uploads',
  'bin',
  'jobs_done',
  'jobs_dead',
  'desk_visits',
  'communications',
  'incidents',
] as const
export type RetentionKind = (typeof retentionKinds)[number]

/** What becomes of it once its time is over: it goes, an administrator is told of it, or it is kept all the same. */
export type Fate = 'goes' | 'told' | 'kept'

export interface Retention {
  fate: Fate
  /** How long it is kept where nobody chose otherwise, in days of 24 hours. */
  days: number
  /** The least and the most that may be chosen; where they are the same there is nothing to choose. */
  least: number
  most: number
}

const YEAR = 365

const chosen = (days: number, least: number, most: number): Retention => ({ fate: 'goes', days, least, most })
const fixed = (days: number): Retention => chosen(days, days, days)

/** From when each is counted is said in the catalogues (`privacy.retention.kind.<kind>.from`). */
export const retentionOf: Record<RetentionKind, Retention> = {
  sessions: chosen(30, 1, YEAR),
  sign_in_links: chosen(7, 1, 90),
  // As long as it takes for a role that nobody answered to say so, and for somebody to send the letter again.
  invitations: chosen(90, 30, 2 * YEAR),
  unused_accounts: { ...chosen(2 * YEAR, 180, 5 * YEAR), fate: 'told' },
  adoption_contacts: chosen(YEAR, 30, 2 * YEAR),
  feedback_contacts: chosen(2 * YEAR, 90, 3 * YEAR),
  mailings: chosen(90, 1, 2 * YEAR),
  links: chosen(YEAR, 30, 5 * YEAR),
  openings: chosen(YEAR, 30, 5 * YEAR),
  imports: chosen(YEAR, 30, 5 * YEAR),
  uploads: fixed(1),
  bin: fixed(BIN_DAYS),
  // The same work is known by the name of its job for a while: no less than a week.
  jobs_done: chosen(7, 7, 90),
  jobs_dead: chosen(90, 7, YEAR),
  desk_visits: chosen(YEAR, 90, 5 * YEAR),
  communications: chosen(5 * YEAR, 2 * YEAR, 20 * YEAR),
  // Québec: Règlement sur les incidents de confidentialité, art. 8: five years at least. Nothing of it goes by itself.
  incidents: { ...fixed(5 * YEAR), fate: 'kept' },
}

/** Whether an administrator may choose another period. */
export function isChosen(kind: RetentionKind): boolean {
  return retentionOf[kind].least < retentionOf[kind].most
}

export function isRetentionKind(text: string): text is RetentionKind {
  return (retentionKinds as readonly string[]).includes(text)
}
