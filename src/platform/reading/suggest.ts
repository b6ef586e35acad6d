import { folded } from './texts.ts'

interface Named {
  names: string[]
}

/** Which column seems to hold each field, for people to confirm: same name first, then a name that contains it. */
export function suggestColumns<Field extends string>(
  names: readonly string[],
  fields: readonly { field: Field; names: string[] }[],
): Record<Field, number | undefined> {
  const columns = names.map(wordsOf)
  const found = new Map<Field, number>()
  const taken = new Set<number>()
  const pairs = fields.flatMap((field) =>
    columns.map((words, column) => ({ field: field.field, column, score: likeness(words, field) })),
  )
  for (const { field, column, score } of pairs.sort((a, b) => b.score - a.score)) {
    if (score === 0 || found.has(field) || taken.has(column)) continue
    found.set(field, column)
    taken.add(column)
  }
  return Object.fromEntries(fields.map(({ field }) => [field, found.get(field)])) as Record<Field, number | undefined>
}

/** Which option each value of the file seems to mean. Undefined when none fits, or two fit as well. */
export function suggestValues<Option extends string>(
  values: readonly string[],
  options: readonly { option: Option; names: string[] }[],
): Record<string, Option | undefined> {
  return Object.fromEntries(values.map((value) => [value, optionFor(wordsOf(value), options)]))
}

function optionFor<Option extends string>(
  words: string[],
  options: readonly { option: Option; names: string[] }[],
): Option | undefined {
  const likely = options.filter((option) => likeness(words, option) > 0)
  const same = likely.filter((option) => likeness(words, option) === SAME)
  const best = same.length > 0 ? same : likely
  return best.length === 1 ? best[0]?.option : undefined
}

const SAME = Number.MAX_SAFE_INTEGER

/** 0 when nothing is alike, else how many letters are: the longest name contained says the most. */
function likeness(words: string[], { names }: Named): number {
  return Math.max(
    0,
    ...names.map((name) => {
      const wanted = wordsOf(name)
      if (wanted.length === 0 || words.length === 0) return 0
      if (wanted.join(' ') === words.join(' ')) return SAME
      return ` ${words.join(' ')} `.includes(` ${wanted.join(' ')} `) ? wanted.join(' ').length : 0
    }),
  )
}

/** Without the plural's mark, in both languages. */
const wordsOf = (name: string): string[] =>
  folded(name)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 ? word.replace(/[sx]$/u, '') : word))
