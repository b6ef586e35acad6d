import { createHash } from 'node:crypto'
import type { Content } from '../domain/report.ts'
import { definitionsIn, type WordedDefinition } from '../figures/definitions.ts'
import type { reportVersions } from './tables.ts'

/** All of a published report: what it says is read from this, whatever became of the network or of Sillon. */
export interface Frozen {
  content: Content
  definitions: readonly WordedDefinition[]
}

/** The text that is kept, and its SHA-256: the same content gives the same text. */
export function frozen(content: Content): { content: string; hash: string } {
  const text = JSON.stringify({ content, definitions: definitionsIn(content) } satisfies Frozen)
  return { content: text, hash: hashOfText(text) }
}

/** What was published. `isWhole` is false when the kept text is no longer that of which the hash was taken. */
export function frozenOf({ content, hash }: Pick<typeof reportVersions.$inferSelect, 'content' | 'hash'>): Frozen & {
  isWhole: boolean
} {
  return { ...(JSON.parse(content) as Frozen), isWhole: hashOfText(content) === hash }
}

const hashOfText = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
