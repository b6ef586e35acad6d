import { folded } from '../platform/db/sql.ts'

/** From here on, two names are so alike that somebody must say they are two actors. */
export const NEARLY_THE_SAME = 0.75
/** From here on, a name is worth showing to somebody who is typing another. */
export const ALIKE = 0.45

/** How alike two names are, 0 to 1: the share of three-letter pieces they have in common (Dice), order of words apart. */
export function likeness(one: string, other: string): number {
  const [a, b] = [pieces(one), pieces(other)]
  const common = [...a].filter((piece) => b.has(piece)).length
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size)
}

function pieces(name: string): Set<string> {
  const found = new Set<string>()
  for (const word of folded(name).split(' ')) {
    const padded = ` ${word} `
    for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3))
  }
  return found
}

/** The beginnings by which names like this one are looked up: of its longer words, or of all when none is long. */
export function beginnings(name: string): string[] {
  const words = folded(name).split(' ').filter(Boolean)
  const longer = words.filter((word) => word.length > 3)
  return (longer.length > 0 ? longer : words).slice(0, 8).map((word) => word.slice(0, 4))
}
