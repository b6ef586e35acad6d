import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogues } from '../../../src/platform/i18n/catalogues.ts'
import { root } from '../../database.ts'

// Finds the keys of the catalogues that code and views name. A key is written where it is used: as a whole text, or
// with its variable part at the place of a star (`words.stage.*`).

const names = Object.keys(catalogues.fr).join('|')
const opening = new RegExp(`(['"\`])(?=(?:${names})\\.)`, 'g')

// Deeds of domain/permissions that are named like keys.
const deeds = [
  'network.manage',
  'privacy.manage',
  'knowledge.record',
  'knowledge.withdraw',
  'feedback.invite',
  'feedback.give',
  'feedback.enter',
  'feedback.read',
  'qualification.assess',
  'qualification.decide',
  'privacy.manage',
]

/** Every key that begins with the name of a catalogue, in a text of the source. */
export function keysIn(source: string): string[] {
  const keys: string[] = []
  for (const { index, 1: quote = '' } of source.matchAll(opening)) {
    const start = index + 1
    const [text, end] = quote === '`' ? template(source, start) : plain(source, start, quote)
    const key = /[._]$/.test(text) ? `${text}*${suffix(source.slice(end))}`.replace(/\.$/, '.*') : text
    if (/^[\w.*-]+$/.test(key) && !deeds.includes(key)) keys.push(key)
  }
  return keys
}

function plain(source: string, start: number, quote: string): [string, number] {
  const end = source.indexOf(quote, start)
  return [source.slice(start, end), end + 1]
}

function template(source: string, start: number): [string, number] {
  let text = ''
  let at = start
  while (at < source.length && source[at] !== '`') {
    if (source.startsWith('${', at)) {
      at = afterBraces(source, at + 2)
      text += '*'
    } else text += source[at++]
  }
  return [text, at + 1]
}

function afterBraces(source: string, from: number): number {
  let depth = 1
  let at = from
  for (; depth > 0 && at < source.length; at++) depth += source[at] === '{' ? 1 : source[at] === '}' ? -1 : 0
  return at
}

// 'layout.refusal.' + known + '.title'
function suffix(rest: string): string {
  return /^\s*\+\s*[\w.[\]]+\s*\+\s*'([\w.]+)'/.exec(rest)?.[1] ?? ''
}

/** Keys of `refusals`: what Refusal and its kinds are made with. */
export function refusalsIn(source: string): string[] {
  return [...source.matchAll(/(?:new Refusal|super)\(\s*\d{3},\s*['`]([^'`]+)/g)].map(([, key = '']) =>
    key.replace(/\$\{[^}]*\}/g, '*'),
  )
}

const messages = [
  // new InvalidInput([{ field, key: 'unknown_actor' }]), and lists of issues
  /\bfield(?:: (?:[^,{}]|\$\{\w+\})+)?, key: ['`]([a-z][\w.]*(?:\$\{\w+\})?)['`]/g,
  // throw refused('identifier_taken'): an issue at the room's one field
  /\brefused\(['`]([a-z][\w.]*(?:\$\{\w+\})?)['`]/g,
  // z.string().min(1, 'required'), z.iso.date('not_a_day')
  /\.(?:min|max|length|regex|date|email|url|int|number|string|enum)(?:<\w+>)?\((?:[^()']|\([^()]*\))*'([a-z]\w*)'\s*\)/g,
  // .refine(isSo, 'not_in_list')
  /\.refine\([\s\S]{0,400}?,\s*'([a-z]\w*)',?\s*\)/g,
  // { error: 'not_an_address' }, { code: 'custom', message: 'french_first' }
  /\b(?:error|message): '([a-z]\w*)'/g,
]

/** Keys of `errors`: what schemas and commands say at a field. */
export function errorsIn(source: string): string[] {
  return messages.flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, key = '']) => key.replace(/\$\{\w+\}/, '*')),
  )
}

const comments = /^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$|<%\/\*[\s\S]*?\*\/%>/gm

/** Every file of the house that can say something; the domain has no words. */
export function sources(): { file: string; text: string }[] {
  return ['src', 'views'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      // Of the domain, figures alone name words: a report is read in any language.
      .filter(
        (name) => /\.(?:ts|eta)$/.test(name) && (!name.startsWith('domain/') || name.startsWith('domain/figures/')),
      )
      .map((name) => join(folder, name))
      .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8').replace(comments, '') })),
  )
}

/** A catalogue as one level: `room.part.key` to its words. */
export function flat(words: object, before = ''): Map<string, string> {
  const entries = Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value
      ? [...flat(value, `${before}${name}.`)]
      : [[`${before}${name}`, String(value)] as const],
  )
  return new Map(entries)
}
