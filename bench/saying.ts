import { bars, reaches, type Row } from './lines.ts'

/** The figures as they are read on a screen. */
export function said(row: Row): string {
  const { line, value, unit, baseline, ratio, cpu } = row
  const reached = reaches(row)
  const cells = [
    line.padEnd(40),
    `${number(value)} ${unit}`.padStart(16),
    (baseline === null ? '' : number(baseline)).padStart(10),
    (ratio === null ? '' : share(ratio)).padStart(9),
    (cpu ? share(cpu[1] / cpu[0]) : '').padStart(9),
    barOf(line).padStart(10),
    reached === undefined ? '' : reached ? ' ✓' : ' ✗',
  ]
  return `  ${cells.join(' ')}\n`
}

export function headings(): string {
  const cells = [
    'line'.padEnd(40),
    'measured'.padStart(16),
    'baseline'.padStart(10),
    'ratio'.padStart(9),
    'by CPU'.padStart(9),
    'to reach'.padStart(10),
  ]
  return `  ${cells.join(' ')}\n`
}

function barOf(line: string): string {
  const bar = bars[line]
  if (!bar) return ''
  const [sign, figure] = bar.least === undefined ? ['≤', bar.most!] : ['≥', bar.least]
  return `${sign} ${bar.of === 'ratio' ? share(figure) : figure}`
}

// Shares of a bare server are small, multiples of a bare statement are not.
const share = (ratio: number) =>
  ratio < 1 ? `${(100 * ratio).toFixed(ratio < 0.1 ? 2 : 1)} %` : `${ratio.toFixed(2)} ×`
const number = (value: number) => (value >= 100 ? String(Math.round(value)) : value.toFixed(value < 10 ? 2 : 1))
