import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

const folders = new Set<string>()

/** A folder that goes with this process, however it ends. */
export function temporary(name = ''): string {
  const folder = mkdtempSync(join(tmpdir(), `sillon-bench-${name}`))
  folders.add(folder)
  return folder
}

interface Run {
  args?: string[]
  env?: Record<string, string>
  /** Options of node itself. */
  node?: string[]
}

/** Starts a program of this project in a process of its own; it ends with this one at the latest. */
export function started(program: string, { args = [], env = {}, node = [] }: Run = {}): ChildProcess {
  const child = spawn(process.execPath, [...node, join(root, program), ...args], {
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Runs a program to its end, and returns what it printed. */
export async function output(program: string, run: Run = {}, input?: string): Promise<string> {
  const child = started(program, run)
  child.stdin!.end(input)
  let text = ''
  child.stdout!.setEncoding('utf8').on('data', (part: string) => (text += part))
  const code = await new Promise((ended) => child.once('close', ended))
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${text.slice(0, 500)}`)
  return text
}

/** Runs a program that is given JSON and answers with JSON. */
export async function answer<T>(program: string, question: unknown, run: Run = {}): Promise<T> {
  return JSON.parse(await output(program, run, JSON.stringify(question))) as T
}

/** What a program of this folder is given on standard input. */
export function given(): unknown {
  return JSON.parse(readFileSync(0, 'utf8'))
}

export async function stopped(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  const hard = setTimeout(() => child.kill('SIGKILL'), 12_000)
  await new Promise((ended) => child.once('exit', ended))
  clearTimeout(hard)
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })
}

/** Memory of a process in MB, as Linux counts it. */
export function memoryOf(pid: number): { resident: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024
  return { resident: of('VmRSS'), most: of('VmHWM') }
}

const TICKS_PER_SECOND = 100

/** Processor time that a process has used so far, in milliseconds. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
