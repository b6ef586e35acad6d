import { build, isBuilt } from '../../build.mjs'
import { end } from './ending.ts'
import { heading, told } from './report.ts'
const [file, name, times, seed] = process.argv.slice(2)
if (!isBuilt()) await build()
const t = performance.now()
process.stdout.write(heading())
try { const rows = await (await import(file!))[name!](Number(times), Number(seed ?? 1)); for (const r of rows) process.stdout.write(told(r)) } finally { await end() }
console.log(Math.round(performance.now() - t), 'ms'); process.exit()
