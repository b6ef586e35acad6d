import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Finding } from './checks.ts'
import { root } from './place.ts'
import type { Settings } from './settings.ts'

/** One kind of event, however many times it was made to happen. */
export interface Row {
  event: string
  times: number
  acknowledged?: number
  lost?: number
  halfMade?: number
  doubled?: number
  /** The longest time until it served again, or whatever else the note says was timed, in milliseconds. */
  slowest?: number
  note?: string
  /** What must not be; empty when all is well. */
  faults: string[]
}

export function counted(findings: readonly Finding[]): Required<Pick<Row, 'lost' | 'halfMade' | 'doubled' | 'faults'>> {
  const many = (kind: Finding['kind']) => findings.filter((one) => one.kind === kind).length
  const faults = findings.map(({ kind, what }) => `${kind}: ${what}`)
  return { lost: many('lost'), halfMade: many('half-made'), doubled: many('doubled'), faults }
}

export const tollText = (toll: Record<string, number>) =>
  Object.entries(toll)
    .map(([what, many]) => `${what} × ${many}`)
    .join(', ')

const columns: [keyof Row, string, number][] = [
  ['event', 'event', 44],
  ['times', 'times', 6],
  ['acknowledged', 'acked', 8],
  ['lost', 'lost', 5],
  ['halfMade', 'half', 5],
  ['doubled', 'doubled', 8],
  ['slowest', 'ms, worst', 10],
]

export function heading(): string {
  return line(
    columns.map(([, title]) => title),
    '',
  )
}

export function told(row: Row): string {
  const cells = columns.map(([key]) => {
    const value = row[key]
    return value === undefined ? '' : String(typeof value === 'number' ? Math.round(value) : value)
  })
  const faults = row.faults.slice(0, 10).map((fault) => `      FAULT ${fault}\n`)
  const more = row.faults.length > 10 ? `      … and ${row.faults.length - 10} more\n` : ''
  return line(cells, row.note ?? '') + faults.join('') + more
}

function line(cells: string[], note: string): string {
  const padded = cells.map((cell, n) => (n === 0 ? cell.padEnd(columns[0]![2]) : cell.padStart(columns[n]![2])))
  return `${padded.join(' ')}  ${note}\n`
}

/** Keeps the figures, and how to reach them again, in bench/results/crash.json. */
export function kept(rows: readonly Row[], { seed, times, only }: Settings, seconds: number): string {
  const path = join(root, 'bench/results/crash.json')
  mkdirSync(join(root, 'bench/results'), { recursive: true })
  const about = { at: new Date().toISOString(), node: process.version, cores: cpus().length, seed, times, only }
  writeFileSync(path, `${JSON.stringify({ ...about, seconds: Math.round(seconds), rows }, undefined, 2)}\n`)
  return path
}
