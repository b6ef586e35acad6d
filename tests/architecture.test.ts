import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './database.ts'

// STYLE.md, « Rooms and arrows »: what a machine can see of it.

/** Rooms by floor: a room may know those of the floors before its own. */
const floors = [
  ['activity'],
  ['accounts'],
  ['network', 'communications'],
  ['actors'],
  ['initiatives'],
  ['invitations', 'imports', 'help', 'live', 'operation', 'exports', 'uploads', 'programmes'],
  ['documents'],
  ['library', 'knowledge', 'search', 'funding', 'pilots', 'adoptions', 'qualification'],
  ['feedback'],
  ['adjustments'],
  ['figures'],
  ['dossiers', 'progress', 'awards', 'reports'],
  ['desk'],
  ['privacy'],
  ['demo', 'archive'],
]
/** What the domain may count on: states, quantiles, and chances that come out the same each time. */
const pure = ['xstate', 'd3-array', 'd3-random']
/** A room keeps these to itself; the house alone joins them up. */
const ownAffairs = ['routes', 'commands', 'schema']

interface Source {
  file: string
  specifiers: string[]
}

function violations(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, specifiers }) =>
    specifiers.flatMap((specifier) => {
      const why = objection(file, targetOf(file, specifier))
      return why ? [`${file} -> ${specifier}: ${why}`] : []
    }),
  )
}

function objection(file: string, target: string): string | undefined {
  const [from, to] = [placeOf(file), placeOf(target)]
  const isPackage = !target.startsWith('src/')
  if (from === 'domain') {
    return to === 'domain' || pure.includes(target) ? undefined : 'the domain knows only xstate and d3'
  }
  if (isPackage || to === 'domain' || from === to) return undefined
  if (from === 'platform') return 'the platform knows only the domain'
  if (from === 'house' || to === 'platform') return undefined
  if (to === 'house') return 'no room knows the house'
  const [own, other] = [floorOf(from), floorOf(to)]
  if (own < 0) return `${from} is not among the rooms of this test`
  if (other >= own) return `${from} comes before ${to} or stands beside it`
  const name = target.split('/').at(-1)!.replace(/\.ts$/, '')
  // The demo is a play: it uses the house as people do, by its commands.
  if (from === 'demo' && name === 'commands') return undefined
  return ownAffairs.includes(name) ? `the ${name} of ${to} are its own affair` : undefined
}

/** `domain`, `platform`, `house` (the files of src itself) or the name of a room. */
function placeOf(path: string): string {
  const [, place = '', more] = path.split('/')
  return more === undefined ? 'house' : place
}

const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room))
const targetOf = (file: string, specifier: string) =>
  specifier.startsWith('.') ? join(dirname(file), specifier) : specifier

/** The first circle of files met, as the path that comes back to where it began. */
function circle(sources: readonly Source[]): string[] {
  const targets = new Map(sources.map(({ file, specifiers }) => [file, specifiers.map((one) => targetOf(file, one))]))
  const cleared = new Set<string>()
  const walk = (file: string, trail: string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file]
    if (cleared.has(file)) return []
    for (const target of targets.get(file) ?? []) {
      const found = walk(target, [...trail, file])
      if (found.length > 0) return found
    }
    cleared.add(file)
    return []
  }
  return sources.map(({ file }) => walk(file, [])).find((found) => found.length > 0) ?? []
}

const imported = /^(?:import|export)\b[^'"`]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm
function specifiersIn(text: string): string[] {
  return [...text.matchAll(imported)].map(([, a, b, c]) => (a ?? b ?? c)!)
}

/** Types are erased before anything runs, so that a circle of types alone is none. */
function withoutTypes(text: string): string {
  return text.replace(/^(?:import|export) type\b[^'"`]*?from\s+'[^']+'/gm, '')
}

const texts = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ file: join('src', name), text: readFileSync(join(root, 'src', name), 'utf8') }))
const sources: Source[] = texts.map(({ file, text }) => ({ file, specifiers: specifiersIn(text) }))

describe('the house as it stands', () => {
  test('every import follows the arrows', () => {
    expect(violations(sources)).toEqual([])
  })

  test('no file comes back to itself', () => {
    expect(circle(texts.map(({ file, text }) => ({ file, specifiers: specifiersIn(withoutTypes(text)) })))).toEqual([])
  })

  test('no file is longer than 250 lines', () => {
    const scripts = readdirSync(join(root, 'public')).filter((name) => name.endsWith('.js'))
    const all = [
      ...texts,
      ...scripts.map((name) => ({ file: `public/${name}`, text: readFileSync(join(root, 'public', name), 'utf8') })),
    ]
    const long = all.map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
    expect(long.filter(({ lines }) => lines > 250)).toEqual([])
  })

  test('the environment is read in one place', () => {
    // main and command-line hand it to readConfig; dialect chooses the columns when tables are loaded, before any configuration.
    const readers = ['src/main.ts', 'src/command-line.ts', 'src/platform/db/dialect.ts']
    expect(filesWith(/\bprocess\.env\b/, readers)).toEqual([])
  })

  test('the clock is read in one place', () => {
    expect(filesWith(/\bnew Date\(\)|\bDate\.now\(/, ['src/platform/clock.ts'])).toEqual([])
  })
})

function filesWith(pattern: RegExp, except: string[]): string[] {
  return texts.filter(({ file, text }) => pattern.test(text) && !except.includes(file)).map(({ file }) => file)
}

describe('what the test bites on', () => {
  const planted: [string, string, string, string][] = [
    ['the domain reading a file', 'src/domain/gates.ts', 'node:fs', 'the domain knows only'],
    ['the domain knowing the platform', 'src/domain/ages.ts', '../platform/clock.ts', 'the domain knows only'],
    ['the platform knowing a room', 'src/platform/http/pages.ts', '../../network/queries.ts', 'only the domain'],
    ['the platform knowing the house', 'src/platform/log.ts', '../config.ts', 'only the domain'],
    ['a room knowing the house', 'src/actors/commands.ts', '../config.ts', 'no room knows the house'],
    ['a room knowing a later one', 'src/accounts/session.ts', '../actors/queries.ts', 'comes before'],
    ['a room knowing one of its own floor', 'src/imports/commands.ts', '../invitations/queries.ts', 'stands beside'],
    ['a room using another’s commands', 'src/imports/commands.ts', '../actors/commands.ts', 'its own affair'],
    ['a room using another’s schema', 'src/initiatives/schema.ts', '../actors/schema.ts', 'its own affair'],
    ['a room using another’s routes', 'src/demo/commands.ts', '../help/routes.ts', 'its own affair'],
    ['a room that nobody announced', 'src/gossip/queries.ts', '../activity/queries.ts', 'not among the rooms'],
  ]
  test.each(planted)('%s', (_what, file, specifier, why) => {
    expect(violations([{ file, specifiers: [specifier] }])).toEqual([expect.stringContaining(why)])
  })

  test('what is allowed passes', () => {
    const fine: Source[] = [
      { file: 'src/app.ts', specifiers: ['./help/routes.ts', './accounts/commands.ts', 'express'] },
      { file: 'src/initiatives/commands.ts', specifiers: ['../activity/recorded.ts', './schema.ts', 'drizzle-orm'] },
      { file: 'src/imports/queries.ts', specifiers: ['../initiatives/tables.ts', '../domain/gates.ts'] },
      { file: 'src/platform/http/floor.ts', specifiers: ['../../domain/viewer.ts', 'express'] },
      { file: 'src/demo/telling.ts', specifiers: ['../initiatives/commands.ts'] },
    ]
    expect(violations(fine)).toEqual([])
  })

  test('a circle of three files', () => {
    const round: Source[] = [
      { file: 'src/actors/a.ts', specifiers: ['./b.ts'] },
      { file: 'src/actors/b.ts', specifiers: ['./c.ts'] },
      { file: 'src/actors/c.ts', specifiers: ['./a.ts'] },
    ]
    expect(circle(round)).toEqual(['src/actors/a.ts', 'src/actors/b.ts', 'src/actors/c.ts', 'src/actors/a.ts'])
  })

  test('every way of importing is read', () => {
    const text = `import a from 'a'\nimport {\n  type B,\n} from './b.ts'\nexport { c } from 'c'\nimport 'd'\nawait import('e')\n`
    expect(specifiersIn(text)).toEqual(['a', './b.ts', 'c', 'd', 'e'])
    expect(specifiersIn(withoutTypes(`import type { A } from './a.ts'\n${text}`))).toEqual([
      'a',
      './b.ts',
      'c',
      'd',
      'e',
    ])
  })
})
