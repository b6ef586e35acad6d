// Bundles the server into dist/: a few files start five times faster than a thousand, and in a quarter of the memory.
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = import.meta.dirname
const stamp = join(root, 'dist', 'built-from')
const entries = {
  server: 'src/main.ts',
  'command-line': 'src/command-line.ts',
  'spreadsheet-worker': 'src/platform/reading/spreadsheet-worker.ts',
  'archive-worker': 'src/archive/archive-worker.ts',
  reader: 'src/platform/files/reader.ts',
  'typesetting-worker': 'src/platform/typesetting/typesetting-worker.ts',
  'figures-worker': 'src/figures/figures-worker.ts',
  'apart-worker': 'src/platform/db/apart-worker.ts',
}

/** Whether dist/ is what the present sources and the lockfile make. Without sources (an image) it is what there is. */
export function isBuilt() {
  if (!existsSync(join(root, 'src'))) return existsSync(join(root, 'dist', 'server.mjs'))
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()
}

/** Built aside and put in place at once: two processes that start together do not see each other's half. */
export async function build() {
  const { build: bundle } = await import('esbuild')
  const madeFrom = fingerprint()
  const aside = join(root, 'node_modules', '.cache', `build-${process.pid}`)
  mkdirSync(aside, { recursive: true })
  await bundle({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: aside,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // What is imported where it is used is a file of its own, read when it is first needed and not at the start.
    splitting: true,
    // What has a binary stays in node_modules; so does what only a store that speaks S3 needs, and no other server
    // should read at its start; pg only tries pg-native, which nobody installs.
    external: [
      '@aws-sdk/*',
      'better-sqlite3',
      '@node-rs/argon2',
      '@napi-rs/canvas',
      '@myriaddreamin/typst-ts-node-compiler',
      'sharp',
      'pg-native',
    ],
    banner: {
      js: `import { createRequire as requiring } from 'node:module'; const require = requiring(import.meta.url);`,
    },
    legalComments: 'none',
    logLevel: 'warning',
  })
  inAscii(aside)
  writeFileSync(join(aside, 'built-from'), madeFrom)
  keepFormer(aside)
  putInPlace(aside)
}

/**
 * Node keeps the text of what it runs, with two bytes for each sign as soon as one is beyond Latin-1: 5 MB more. The
 * bundler leaves those of regular expressions and comments, where the number of a sign means the same.
 */
function inAscii(aside) {
  for (const name of readdirSync(aside)) {
    const path = join(aside, name)
    const text = readFileSync(path, 'utf8')
    const plain = text.replace(/[^\0-\x7f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    if (plain !== text) writeFileSync(path, plain)
  }
}

/** A server that still runs may yet ask for a file of its own build: those of one build before this one stay. */
function keepFormer(aside) {
  const made = readdirSync(aside)
  const list = join(root, 'dist', 'made')
  const former = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []
  for (const name of former) {
    if (!made.includes(name) && existsSync(join(root, 'dist', name)))
      copyFileSync(join(root, 'dist', name), join(aside, name))
  }
  writeFileSync(join(aside, 'made'), made.join('\n'))
}

function putInPlace(aside) {
  for (let attempt = 0; ; attempt++) {
    rmSync(join(root, 'dist'), { recursive: true, force: true })
    try {
      return renameSync(aside, join(root, 'dist'))
    } catch (error) {
      if (attempt === 5) throw error
    }
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of [...sources, join(root, 'package-lock.json'), join(root, 'build.mjs')]) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build()
