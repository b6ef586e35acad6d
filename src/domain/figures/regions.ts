import type { Label } from '../report.ts'
import { word } from './cells.ts'
import type { Facts } from './facts.ts'

/** A group of rows of a table. */
export interface Place {
  /** In the names of slices. */
  name: string
  label: Label
  order: string
}

export const nowhere: Place = { name: 'unsaid', label: word('figures.label.unsaid'), order: '\uffff' }

/** The regions that places lie in; a place that is in none stands for itself. */
export function regionsOf(facts: Facts, ids: readonly string[]): Place[] {
  const found = new Map<string, Place>()
  for (const id of ids) {
    const place = facts.territories.get(id)
    if (!place) continue
    const region = regionByPath(facts, place.path) ?? place
    found.set(region.code, { name: region.code, label: { text: region.name }, order: region.name })
  }
  return found.size === 0 ? [nowhere] : [...found.values()]
}

const regions = new WeakMap<object, Map<string, { code: string; name: string }>>()

function regionByPath({ territories }: Facts, path: string) {
  let known = regions.get(territories)
  if (!known) {
    known = new Map([...territories.values()].filter(({ kind }) => kind === 'region').map((one) => [one.path, one]))
    regions.set(territories, known)
  }
  // Down to the `/` that every path begins with.
  for (let end = path.length; end > 1; end = path.lastIndexOf('/', end - 2) + 1) {
    const found = known.get(path.slice(0, end))
    if (found) return found
  }
  return undefined
}
