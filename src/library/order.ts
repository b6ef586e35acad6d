import type { OrderForm } from './schema.ts'

/**
 * These ids in the order that was asked for. What was added or removed meanwhile is none of the asker's doing: what they
 * did not name stays behind what they did, and what is no more is left out. What they do not see (in the bin) keeps its
 * place among the others.
 */
export function reordered(all: readonly string[], input: OrderForm, seen: readonly string[] = all): string[] {
  const next = inOrder(
    all.filter((id) => seen.includes(id)),
    input,
  ).values()
  return all.map((id) => (seen.includes(id) ? next.next().value! : id))
}

function inOrder(ids: readonly string[], { order, move }: OrderForm): string[] {
  if (move === undefined) {
    const named = [...new Set(order)].filter((id) => ids.includes(id))
    return [...named, ...ids.filter((id) => !named.includes(id))]
  }
  const [way, id = ''] = move.split(' ')
  const from = ids.indexOf(id)
  const to = way === 'up' ? from - 1 : from + 1
  if (from < 0 || to < 0 || to >= ids.length) return [...ids]
  return ids.with(from, ids[to]!).with(to, id)
}
