import type { Block } from '../domain/report.ts'
import { InvalidInput } from '../platform/http/refusal.ts'

// The order of a report's sections and texts: what each button of its form does to it.

export type Blocks = readonly Block[]

/** At the end; a section comes once. Throws InvalidInput. */
export function added(blocks: Blocks, block: Block): Blocks {
  const isThere = 'section' in block && blocks.some((one) => 'section' in one && one.section === block.section)
  if (isThere) throw new InvalidInput([{ field: 'block', key: 'block_twice' }])
  if (blocks.length >= MOST) throw new InvalidInput([{ field: 'block', key: 'too_many', params: { maximum: MOST } }])
  return [...blocks, block]
}

const MOST = 60

export function movedTo(blocks: Blocks, from: number, to: number): Blocks {
  const block = blocks[from]
  return block ? blocks.toSpliced(from, 1).toSpliced(to, 0, block) : blocks
}

export function removed(blocks: Blocks, at: number): Blocks {
  return blocks.toSpliced(at, 1)
}

/** A text in other words; a section stays what it is. */
export function rewritten(blocks: Blocks, at: number, words: string): Blocks {
  const block = blocks[at]
  return block && 'words' in block ? blocks.with(at, { words }) : blocks
}
