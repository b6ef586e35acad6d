import type { Stage, Status } from '../domain/lifecycle.ts'

/** An initiative in its family, as a reader sees it. */
export interface Relative {
  id: string
  slug: string
  title: string
  stage: Stage
  status: Status
  parentId: string | null
  places: readonly string[]
}

/** A relative with its offspring, the eldest first. */
export interface Branch {
  relative: Relative
  offspring: Branch[]
}

/**
 * The tree that one initiative belongs to. Whatever the rows say, each is in it once: a parent that is not among them
 * is none, and a circle, which nobody can make, would be cut where it closes. Undefined when the one is not among them.
 */
export function familyOf(relatives: readonly Relative[], id: string): Branch | undefined {
  const known = new Map(relatives.map((one) => [one.id, one]))
  const own = known.get(id)
  if (!own) return undefined
  let root = own
  const climbed = new Set([own.id])
  for (let elder = elderOf(root); elder && !climbed.has(elder.id); elder = elderOf(root)) {
    root = elder
    climbed.add(root.id)
  }
  const byParent = Map.groupBy(relatives, ({ parentId }) => parentId)
  const met = new Set([root.id])
  const grown = (relative: Relative): Branch => {
    const young = (byParent.get(relative.id) ?? []).filter((one) => !met.has(one.id))
    for (const one of young) met.add(one.id)
    return { relative, offspring: young.map(grown) }
  }
  return grown(root)

  function elderOf({ parentId }: Relative) {
    return parentId === null ? undefined : known.get(parentId)
  }
}

/** The same initiatives in one row: each before its offspring. */
export function everyone({ relative, offspring }: Branch): Relative[] {
  return [relative, ...offspring.flatMap(everyone)]
}

/** How many came of one of them: at first hand, at all, and over how many generations. */
export function countsOf(family: Branch, id: string): { offspring: number; descendants: number; generations: number } {
  const own = branchOf(family, id)
  if (!own) return { offspring: 0, descendants: 0, generations: 0 }
  return {
    offspring: own.offspring.length,
    descendants: everyone(own).length - 1,
    generations: generationsIn(own) - 1,
  }
}

function branchOf(branch: Branch, id: string): Branch | undefined {
  if (branch.relative.id === id) return branch
  for (const one of branch.offspring) {
    const found = branchOf(one, id)
    if (found) return found
  }
  return undefined
}

/** With its own: 1 for whoever has no offspring. */
export function generationsIn({ offspring }: Branch): number {
  return 1 + Math.max(0, ...offspring.map(generationsIn))
}
