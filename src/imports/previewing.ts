import { setImmediate as breathe } from 'node:timers/promises'
import type { Reader } from '../platform/db/database.ts'
import type { Workbook } from '../platform/reading/workbook.ts'
import { gridOf } from './grid.ts'
import { groupsOf } from './groups.ts'
import { knownFor } from './known.ts'
import type { Mapping } from './mapping.ts'
import { intentionFor, type RowOutcome } from './plan.ts'
import { sum } from './progress.ts'
import { countsOf } from './running.ts'

const AT_ONCE = 200

export interface PreviewRow extends RowOutcome {
  title: string
}

/** What would become of every row if the import ran now: the same decisions, nothing written. */
export async function previewed(
  db: Reader,
  workbook: Workbook,
  mapping: Mapping,
  today: string,
): Promise<{ counts: Record<string, number>; rows: PreviewRow[] }> {
  const groups = await groupsOf(gridOf(workbook, mapping), mapping)
  const rows: PreviewRow[] = []
  let counts: Record<string, number> = {}
  for (let from = 0; from < groups.length; from += AT_ONCE) {
    const some = groups.slice(from, from + AT_ONCE)
    const world = await knownFor(db, mapping.source, some)
    const intentions = some.map((group) => intentionFor(group, mapping, world, today))
    counts = sum(counts, countsOf(intentions))
    for (const { title, rows: its } of intentions) for (const row of its) rows.push({ ...row, title })
    await breathe()
  }
  return { counts, rows: rows.sort((a, b) => a.line - b.line) }
}
