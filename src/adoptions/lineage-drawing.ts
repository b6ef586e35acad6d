import { hierarchy, tree } from 'd3-hierarchy'
import type { Branch, Relative } from './lineage-family.ts'

const BOX = { width: 212, height: 76 }
const GAP = { generation: 52, sibling: 16 }
const MARGIN = 4
const LETTERS = 27

/** Where each stands in the drawing, from left to right by generation. Lengths are those of its view box. */
export function drawingOf(family: Branch) {
  const laid = tree<Branch>().nodeSize([BOX.height + GAP.sibling, BOX.width + GAP.generation])(
    hierarchy(family, ({ offspring }) => offspring),
  )
  const nodes = laid.descendants()
  // d3 draws downwards: its x is our height.
  const top = Math.min(...nodes.map(({ x }) => x))
  const bottom = Math.max(...nodes.map(({ x }) => x))
  const deepest = Math.max(...nodes.map(({ y }) => y))
  const across = (y: number) => y + MARGIN
  const down = (x: number) => Math.round(x - top) + MARGIN
  const middle = BOX.height / 2
  return {
    width: deepest + BOX.width + 2 * MARGIN,
    height: Math.round(bottom - top) + BOX.height + 2 * MARGIN,
    box: BOX,
    nodes: nodes.map(({ data, x, y }) => ({
      ...data.relative,
      x: across(y),
      y: down(x),
      lines: linesOf(data.relative),
    })),
    lines: laid.links().map(({ source, target }) => {
      const [fromX, toX] = [across(source.y) + BOX.width, across(target.y)]
      const [fromY, toY] = [down(source.x) + middle, down(target.x) + middle]
      const half = (fromX + toX) / 2
      return `M${fromX} ${fromY}C${half} ${fromY} ${half} ${toY} ${toX} ${toY}`
    }),
  }
}

/** A title on two lines at most. */
export function linesOf({ title }: Pick<Relative, 'title'>): string[] {
  const lines: string[] = ['']
  for (const word of title.split(/\s+/)) {
    const last = lines.at(-1)!
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= LETTERS) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  const shown = lines.length > 2 ? [lines[0]!, `${lines[1]} ${lines[2]}`] : lines
  return shown.map((line) => (line.length > LETTERS ? `${line.slice(0, LETTERS - 1).trimEnd()}…` : line))
}
