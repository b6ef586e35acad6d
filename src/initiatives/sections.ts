import type { Reading } from './cards.ts'
import type { Met } from './queries.ts'

/** A part of an initiative's page that another room makes: its view and what the view shows; nothing when there is nothing to show. */
export interface SheetSection {
  /** `documents`, `knowledge` …: the id of the part and the order on the page. */
  name: string
  place: 'main' | 'aside'
  view: string
  data: object
}

/** How a room that knows initiatives adds to their page: handed over by the house, so that no arrow points back. */
export type MakeSection = (met: Met, reading: Reading) => Promise<SheetSection | undefined>
