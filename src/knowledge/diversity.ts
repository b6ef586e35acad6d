import { type KnowledgeKind, knowledgeKinds } from '../domain/documents.ts'
import type { Sector } from '../domain/roles.ts'

interface Brought {
  kind: KnowledgeKind
  sector: Sector | null
}

/** How many kinds of knowledge M1 asks for. */
const ENOUGH = 3

/** How various what was brought is: each of the four kinds with what came of it, what is missing, and whence it came. */
export function diversityOf<One extends Brought>(contributions: readonly One[]) {
  const kinds = knowledgeKinds.map((kind) => ({ kind, brought: contributions.filter((one) => one.kind === kind) }))
  const missing = kinds.filter(({ brought }) => brought.length === 0).map(({ kind }) => kind)
  const sectors = [...Map.groupBy(contributions, ({ sector }) => sector)]
    .flatMap(([sector, some]) => (sector ? [{ sector, many: some.length }] : []))
    .sort((one, other) => other.many - one.many)
  return { kinds, missing, isEnough: kinds.length - missing.length >= ENOUGH, sectors }
}
