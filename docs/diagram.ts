// `npm run diagram`: draws the lifecycle from the machine itself, in both languages, for the documentation and for
// the help page. `--check` draws it again and says whether the drawings kept are the machine's.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { instance } from '@viz-js/viz'
import { type DirectedGraphNode, toDirectedGraph } from 'xstate/graph'
import { lifecycle } from '../src/domain/lifecycle.ts'
import { type MoveRule, moveRules } from '../src/help/moves.ts'
import { type Translate, translate } from '../src/platform/i18n/i18n.ts'
import type { Locale } from '../src/platform/i18n/locales.ts'

const root = resolve(import.meta.dirname, '..')
const drawings: [Locale, string][] = [
  ['fr-CA', 'fr'],
  ['en', 'en'],
]
const GAP = 24
const viz = await instance()

/** Every file that the machine makes, by its path. */
export function diagrams(): Map<string, string> {
  const files = new Map<string, string>()
  for (const [locale, name] of drawings) {
    const t = translate(locale)
    const regions = toDirectedGraph(lifecycle).children.map((region) => rendered(regionGraph(region, t)))
    // Within a page a drawing takes the page's ink, and its table is beside it; the CSP allows no style of its own.
    files.set(`views/help/lifecycle.${name}.svg`, stacked(regions, t, ''))
    files.set(`docs/lifecycle.${name}.svg`, stacked([...regions, rendered(legend(moveRules(), t))], t, ownTheme))
  }
  return files
}

const ownTheme =
  '\n<style>svg { color: #1e211f; background: #fff; font-family: sans-serif } ' +
  '@media (prefers-color-scheme: dark) { svg { color: #e9ebe7; background: #1d201e } }</style>'

interface Drawing {
  width: number
  height: number
  svg: string
}

function rendered(dot: string): Drawing {
  const svg = bare(viz.renderString(dot, { format: 'svg', engine: 'dot' }))
  const [, width, height] = /viewBox="0.00 0.00 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
  return { width: Number(width), height: Number(height), svg }
}

/** One under the other, as one picture with a name and a description. */
function stacked(parts: Drawing[], t: Translate, style: string): string {
  const width = Math.ceil(Math.max(...parts.map((part) => part.width)))
  const height = Math.ceil(parts.reduce((sum, part) => sum + part.height + GAP, -GAP))
  const placed = parts.map(({ svg, width: own }, i) => {
    const above = parts.slice(0, i).reduce((sum, part) => sum + part.height + GAP, 0)
    return svg.replace(/<svg [^>]*viewBox=("[^"]*")[^>]*>/, (_all, viewBox: string) => {
      const size = viewBox.slice(1, -1).split(' ').slice(2)
      return `<svg x="${((width - own) / 2).toFixed(0)}" y="${above.toFixed(0)}" width="${size[0]}" height="${size[1]}" viewBox=${viewBox}>`
    })
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" class="lifecycle" role="img" aria-labelledby="lifecycle-title lifecycle-desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="lifecycle-title">${escaped(t('help.diagram.title'))}</title>
<desc id="lifecycle-desc">${escaped(t('help.diagram.description'))}</desc>${style}
${placed.join('')}</svg>
`
}

// What graphviz writes for paper: fixed fonts, black ink, a tooltip on each part.
function bare(svg: string): string {
  return svg
    .slice(svg.indexOf('<svg'))
    .replace(/<!--.*?-->\n?/gs, '')
    .replace(/<title>.*?<\/title>\n?/gs, '')
    .replace(/<g id="[^"]*"/g, '<g')
    .replace(/ xmlns:xlink="[^"]*"/g, '')
    .replace(/ font-family="[^"]*"/g, '')
    .replaceAll(`font-size="${type.measured.toFixed(2)}"`, `font-size="${type.drawn}"`)
    .replace(/<text /g, '<text fill="currentColor" ')
    .replace(/="black"/g, '="currentColor"')
}

// Laid out for letters somewhat wider than they are drawn: the reader's font is not the one graphviz measures with.
const type = { measured: 14, drawn: 12.5 }
const sheet = `graph [rankdir=LR bgcolor=transparent pad=0.1 nodesep=0.3 ranksep=0.7 fontname=Helvetica fontsize=16 labelloc=t]
node [fontname=Helvetica fontsize=16 shape=box style=rounded margin="0.2,0.1"]
edge [fontname=Helvetica fontsize=${type.measured} arrowsize=0.8]`

const looks: Record<string, string> = {
  advance: 'weight=30',
  skip: 'style=dashed',
  send_back: 'style=dotted penwidth=1.3 dir=back',
  reopen: 'style=dotted penwidth=1.3 dir=back',
}

/** One region of the machine as DOT: its states, and its moves between them. */
function regionGraph(region: DirectedGraphNode, t: Translate): string {
  const name = region.stateNode.key
  const nodes = region.children.map(({ id, stateNode }) => {
    const start = stateNode.parent?.config.initial === stateNode.key ? ' penwidth=2' : ''
    return `${quoted(id)} [label=${quoted(t(`words.${name}.${stateNode.key}`))} class=${quoted(`state-${stateNode.key}`)}${start}]`
  })
  const edges = region.children.flatMap(({ edges: ways }) =>
    ways.map(({ source, target, label: { text: event } }) => {
      const label = quoted(` ${t(`help.diagram.${event}`)} `)
      const look = looks[event] ?? ''
      // A way back is laid out from left to right like the others, and drawn with its point at the other end.
      const [tail, head] = look.includes('dir=back') ? [target, source] : [source, target]
      return `${quoted(tail.id)} -> ${quoted(head.id)} [label=${label} class=${quoted(`move-${event}`)} ${look}]`
    }),
  )
  return `digraph { ${[sheet, `label=${quoted(t(`help.diagram.${name}`))}`, ...nodes, ...edges].join('\n')} }`
}

/** Who may make each move, and what it asks for. */
function legend(rules: MoveRule[], t: Translate): string {
  const row = (texts: string[], tag = (text: string) => text) =>
    `<tr>${texts.map((text) => `<td align="left">${tag(escaped(text || '–'))}</td>`).join('')}</tr>`
  const rows = rules.map(({ event, who, asks, gated }) => {
    const asked = [...(gated ? [t('help.moves.gate')] : []), ...asks.map((ask) => t(`words.ask.${ask}`))]
    return row([t(`help.diagram.${event}`), who.map((one) => t(`words.capacity.${one}`)).join(', '), asked.join(', ')])
  })
  const head = row(
    ['event', 'who', 'asks'].map((column) => t(`help.moves.${column}`)),
    (text) => `<b>${text}</b>`,
  )
  const table = `<table border="0" cellborder="0" cellspacing="8">${head}${rows.join('')}</table>`
  return `digraph { ${sheet}\n legend [shape=plain fontsize=${type.measured} label=<${table}>] }`
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

if (import.meta.main) {
  for (const [path, svg] of diagrams()) {
    if (!process.argv.includes('--check')) writeFileSync(resolve(root, path), svg)
    else if (readFileSync(resolve(root, path), 'utf8') !== svg) {
      process.stderr.write(`${path} is not the machine’s: run npm run diagram.\n`)
      process.exitCode = 1
    }
  }
}
