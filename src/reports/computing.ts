import { contentOf } from '../domain/figures/content.ts'
import type { Content, ReportQuery, Standing } from '../domain/report.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Floor } from '../platform/http/floor.ts'
import { factsFor } from './facts.ts'

/** What is computed: for whose eyes, as of which day. */
export interface Question {
  eyes: Viewer
  query: ReportQuery
  today: string
  at: Date
}

/** The answer to a report's question, as these eyes may see it. */
export async function computed({ db }: Pick<Floor, 'db'>, { eyes, query, today, at }: Question): Promise<Content> {
  return contentOf(await factsFor(db, eyes, today), query, at)
}

/** The initiatives that stand behind a figure. Undefined: nothing in this content is called so. */
export function slice(content: Content, name: string): Standing[] | undefined {
  return content.slices[name]?.map((place) => content.initiatives[place]!)
}
