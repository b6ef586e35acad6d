import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { there } from './archives.ts'

export interface Said {
  code: number | null
  out: string
  err: string
}

/** A command of the house, as `npm run` gives it, in a process of its own. */
export async function command(args: string[], settings: Record<string, string>): Promise<Said> {
  const env = { PATH: process.env.PATH, LANG: 'fr_CA.UTF-8', ...settings }
  const child = spawn(process.execPath, [there('src/command-line.ts'), ...args], { env, cwd: there() })
  const said: Said = { code: null, out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => (said.out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (said.err += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { ...said, code }
}
