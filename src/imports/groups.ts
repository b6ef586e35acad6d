import { setImmediate as breathe } from 'node:timers/promises'
import { folded } from '../platform/db/sql.ts'
import type { Grid } from './grid.ts'
import type { Mapping } from './mapping.ts'
import { rowReader } from './rows.ts'
import type { Said, Unread } from './said.ts'

/** The rows of one initiative, and those among them that are refused before anything is compared with what is known. */
export interface Group {
  externalId: string
  said: Said[]
  unread: Unread[]
}

/** Every row is in exactly one group, once. Groups come in the order of their first rows. */
export async function groupsOf(grid: Grid, mapping: Mapping): Promise<Group[]> {
  const readRow = rowReader(grid, mapping)
  const groups: Group[] = []
  const byId = new Map<string, Group>()
  const seen = new Set<string>()
  for (const [index, row] of grid.rows.entries()) {
    // Reading stops nobody else's request.
    if (index % 500 === 499) await breathe()
    const line = grid.lines[index] ?? 0
    const whole = JSON.stringify(row)
    const reading = seen.has(whole) ? { unread: { line, fault: { reason: 'duplicate-row' } } } : readRow(index)
    seen.add(whole)
    if ('unread' in reading) {
      groups.push({ externalId: '', said: [], unread: [reading.unread] })
      continue
    }
    const { said } = reading
    const known = byId.get(said.externalId)
    const group = known ?? { externalId: said.externalId, said: [], unread: [] }
    if (!known) {
      groups.push(group)
      byId.set(said.externalId, group)
    }
    group.said.push(said)
  }
  for (const group of groups) if (group.said.length > 1) settle(group, mapping, grid)
  return groups
}

/** Rows of one identifier must agree: on the title always, and on all the rest when a row tells a whole initiative. */
function settle(group: Group, { mode, columns }: Mapping, { names }: Grid) {
  const [first] = group.said
  const titleOf = ({ texts }: Said) => folded(texts.title)
  const column = names[columns.indexOf('title')]
  const contradicts = (said: Said) => titleOf(said) !== titleOf(first!)
  const refuse = (reason: string, those: (said: Said, index: number) => boolean) => {
    const refused = group.said.filter(those)
    group.said = group.said.filter((said) => !refused.includes(said))
    group.unread.push(
      ...refused.map(({ line, texts }) => ({ line, fault: { reason, column, value: texts.title?.slice(0, 300) } })),
    )
  }
  // Nothing tells which of the two is meant, when each is a whole initiative.
  if (group.said.some(contradicts)) refuse('contradictory-title', mode === 'phases' ? contradicts : () => true)
  if (mode === 'initiatives') refuse('same-id-again', (_, index) => index > 0)
}

/** How many rows of the file the group stands for. */
export const sizeOf = ({ said, unread }: Group): number => said.length + unread.length

export const firstLineOf = ({ said, unread }: Group): number =>
  [...said, ...unread].reduce((first, { line }) => Math.min(first, line), Number.MAX_SAFE_INTEGER)
