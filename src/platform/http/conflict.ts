import type { Return } from './floor.ts'
import { type Difference, Stale } from './refusal.ts'

/** Somebody saved first: what was typed beside what stands now. `version` is the one that stands now. */
export function outdated(mine: Record<string, unknown>, theirs: Record<string, unknown>, version: number): Stale {
  const differences = Object.keys(mine)
    .map((field): Difference => ({ field, mine: said(mine[field]), theirs: said(theirs[field]) }))
    .filter(({ mine, theirs }) => mine !== theirs)
  return new Stale(differences, version)
}

function said(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

interface Side {
  name: string
  label: string
  /** What is read, when it is not the value itself. */
  text?: (value: string) => string
}

/** What `parts/conflict` shows: the fields of a form that met a Stale, mine and theirs, to choose from. */
export function conflictOf(back: Return | undefined, sides: Side[], action: string, leave: string) {
  if (!back?.stale) return undefined
  const { differences, version } = back.stale
  const rows = sides.map(({ name, label, text = (value) => value }) => {
    const mine = said(back.values[name])
    const theirs = differences.find(({ field }) => field === name)?.theirs ?? mine
    return { name, label, mine, theirs, mineText: text(mine), theirsText: text(theirs) }
  })
  return { action, version, back: leave, rows }
}
