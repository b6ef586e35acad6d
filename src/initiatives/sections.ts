import type { CriterionCode } from '../domain/criteria.ts'
import type { Stage } from '../domain/lifecycle.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader, Step, Writer } from '../platform/db/database.ts'
import type { Reading } from './cards.ts'
import type { Initiative, Met } from './queries.ts'
import type { TimelineEntry } from './timeline.ts'

/** A part of an initiative's page that another room makes: its view and what the view shows; nothing when there is nothing to show. */
export interface SheetSection {
  /** `documents`, `knowledge` …: the id of the part and the order on the page. */
  name: string
  place: 'main' | 'aside'
  /** The key of its title, for the way to it at the top of the page. */
  title: string
  /** The stage that it is the matter of: there it stands before the others. */
  stage?: Stage
  view: string
  data: object
  /** What it adds to the timeline, for whoever reads the page. */
  told?: readonly TimelineEntry[]
}

/** What the present stage is about first; otherwise as the house hands them over. */
export function inOrder(made: readonly (SheetSection | undefined)[], stage: Stage): SheetSection[] {
  const sections = made.filter((one) => one !== undefined)
  return [...sections.filter((one) => one.stage === stage), ...sections.filter((one) => one.stage !== stage)]
}

/** How a room that knows initiatives adds to their page: handed over by the house, so that no arrow points back. */
export type MakeSection = (met: Met, reading: Reading) => Promise<SheetSection | undefined>

/** The same for « Ma page »: what waits for somebody in another room; nothing when nothing does. */
export type MakeWaiting = (reading: Reading) => Promise<Pick<SheetSection, 'view' | 'data'> | undefined>

/** What counts for a criterion, and the reader may see: an adoption, an indicator. */
export interface Counted {
  code: CriterionCode
  text: string
  href: string
}

/** How a later room tells what counts for some criteria: those that it does not know are not its own. */
export type FindCounted = (met: Met, reading: Reading, codes: readonly CriterionCode[]) => Promise<Counted[]>

/** A document that a statement points to. */
export interface Proof {
  title: string
  href: string
  isBinned: boolean
}

/**
 * What initiatives need to know of later rooms; the house hands it over. Without it, statements that point to a
 * document are told without their words, as to somebody who may not see it.
 */
export interface Papers {
  /** The documents that statements on an initiative point to and that the reader may see, by the id of the version. */
  proofs?: (db: Reader, viewer: Viewer, today: string, initiativeId: string) => Promise<ReadonlyMap<string, Proof>>
  /** Those of these documents that the reader may see, in the bin or out of it. */
  seen?: (db: Reader, viewer: Viewer, today: string, ids: readonly string[]) => Promise<ReadonlySet<string>>
  /** The adoptions and indicators by which it is a social innovation. */
  counted?: readonly FindCounted[]
  /** Steps that hand the documents of one initiative over to another. */
  moved?: (tx: Writer, from: Initiative, intoId: string, at: Date) => readonly Step[]
}
