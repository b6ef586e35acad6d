import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogues } from '../src/platform/i18n/catalogues.ts'
import { root } from './database.ts'
import { asListed, families } from './platform/i18n/families.ts'
import { errorsIn, flat, keysIn, refusalsIn, sources } from './platform/i18n/scanner.ts'

const fr = flat(catalogues.fr)
const en = flat(catalogues.en)
const files = [...sources(), { file: 'docs/diagram.ts', text: readFileSync(join(root, 'docs/diagram.ts'), 'utf8') }]

const forms = /_(?:one|many|other)$/
/** What is counted: a key with a form of its own for one, or with two forms at least. */
function counted(words: Map<string, string>): string[] {
  const bases = [...new Set([...words.keys()].filter((key) => forms.test(key)).map((key) => key.replace(forms, '')))]
  return bases.filter((base) => isPlural(words, base))
}
const isPlural = (words: Map<string, string>, key: string) =>
  words.has(`${key}_one`) || (words.has(`${key}_other`) && words.has(`${key}_many`))
const hasWords = (words: Map<string, string>, key: string) => words.has(key) || isPlural(words, key)

/** Keys with all of their variable parts replaced; a family that nobody announced keeps its star. */
function expanded(key: string): string[] {
  if (!key.includes('*')) return [key]
  const values = families[key]
  if (values === asListed) return listed(key)
  return values?.map((value) => key.replace(key === 'words.*.*' ? '*.*' : '*', value)) ?? [key]
}

function listed(family: string): string[] {
  const pattern = new RegExp(`^${family.replaceAll('.', '\\.').replace('*', '[^.]+')}$`)
  return [...fr.keys()]
    .map((key) => (isPlural(fr, key.replace(forms, '')) ? key.replace(forms, '') : key))
    .filter((key) => pattern.test(key))
}

/** A room may have words of its own for what is wrong at a field; else it is said in those of every form. */
function atField(file: string, key: string): string {
  const own = `${file.split('/')[1]}.problem.${key}`
  return hasWords(fr, own) || families[own] ? own : `errors.${key}`
}

/** A text that names a whole part of a catalogue (`words.sector`) stands for each of its keys. */
const whole = (key: string) =>
  !hasWords(fr, key) && [...fr.keys()].some((one) => one.startsWith(`${key}.`)) ? `${key}.*` : key

const uses = files.flatMap(({ file, text }) =>
  [
    ...keysIn(text).map(whole),
    ...refusalsIn(text).map((key) => `refusals.${key}`),
    // Readers of files refuse with reasons of their own, which imports puts into words.
    ...(file.startsWith('src/platform/reading/') ? [] : errorsIn(text).map((key) => atField(file, key))),
  ].map((key) => ({ key, file })),
)
const used = new Set(uses.flatMap(({ key }) => expanded(key)))
// What zod finds by itself is put in these words by accept().
const fromAccept = [
  'too_long',
  'required',
  'not_understood',
  'not_in_list',
  'not_an_email',
  'not_an_address',
  'not_a_day',
]
for (const key of fromAccept) used.add(`errors.${key}`)

describe('French', () => {
  test('has words for every key that code and views name', () => {
    const missing = uses.flatMap(({ key, file }) =>
      expanded(key)
        .filter((one) => !one.includes('*') && !hasWords(fr, one))
        .map((one) => `${one} (${file})`),
    )
    expect([...new Set(missing)].toSorted()).toEqual([])
  })

  test('has words for what accept() finds by itself', () => {
    expect(fromAccept.filter((key) => !fr.has(`errors.${key}`))).toEqual([])
  })

  test('has no word that nobody says', () => {
    // A key of `errors` or `refusals` also travels alone, as a value: it is said wherever it is written in the source.
    const alone = (key: string) => {
      const [room, name] = key.split('.')
      return (room === 'errors' || room === 'refusals') && files.some(({ text }) => text.includes(`'${name}'`))
    }
    const unused = [...fr.keys()].filter(
      (key) => ![key, key.replace(forms, '')].some((one) => used.has(one) || alone(one)),
    )
    expect(unused).toEqual([])
  })

  test('says one, many and other wherever it counts', () => {
    const incomplete = counted(fr).filter(
      (base) => !['one', 'many', 'other'].every((form) => fr.has(`${base}_${form}`)),
    )
    expect(incomplete).toEqual([])
  })
})

test('every key with a variable part belongs to a family that is announced (tests/platform/i18n/families.ts)', () => {
  const unknown = uses.filter(({ key }) => key.includes('*') && !families[key])
  expect([...new Set(unknown.map(({ key, file }) => `${key} (${file})`))]).toEqual([])
})

test('every family that is announced is used', () => {
  const found = new Set(uses.map(({ key }) => key))
  expect(Object.keys(families).filter((family) => !found.has(family))).toEqual([])
})

describe('English', () => {
  test('never says more than French', () => {
    expect([...en.keys()].filter((key) => !fr.has(key) && !isPlural(fr, key.replace(forms, '')))).toEqual([])
  })

  test('says one and other wherever it counts', () => {
    expect(counted(en).filter((base) => !['one', 'other'].every((form) => en.has(`${base}_${form}`)))).toEqual([])
  })

  test('fills the same blanks', () => {
    const blanks = (words: Map<string, string>, base: string) => {
      const texts = [base, `${base}_one`, `${base}_many`, `${base}_other`].map((key) => words.get(key) ?? '')
      return [...new Set(texts.join().match(/\{\{\w+\}\}/g))].toSorted()
    }
    const bases = [...new Set([...en.keys()].map((key) => key.replace(forms, '')))]
    const differing = bases.filter((base) => blanks(en, base).join() !== blanks(fr, base).join())
    expect(differing.map((base) => `${base}: ${blanks(fr, base).join()} / ${blanks(en, base).join()}`)).toEqual([])
  })
})

describe('the scanner', () => {
  test.each([
    ["t('help.title')", ['help.title']],
    [
      "redirect(res, '/', isNew ? 'network.done.gate' : 'network.done.same')",
      ['network.done.gate', 'network.done.same'],
    ],
    ['t(`words.stage.${stages[at]}`)', ['words.stage.*']],
    ['t(`help.${part}.title`)', ['help.*.title']],
    ["it.t('layout.refusal.' + known + '.title')", ['layout.refusal.*.title']],
    ["it.t('parts.stage.' + stages[at])", ['parts.stage.*']],
    ["t('help.a', { b: t(`words.role.${one}`) })", ['help.a', 'words.role.*']],
    ["layout('/layout/page', {})", []],
  ])('reads %s', (source, keys) => {
    expect(keysIn(source)).toEqual(keys)
  })

  test('reads what refusals and fields say', () => {
    expect(refusalsIn("new Refusal(503, `database_${error.reason}`); super(404, 'not_found')")).toEqual([
      'database_*',
      'not_found',
    ])
    expect(errorsIn("line(max).min(1, 'required')")).toEqual(['required'])
    expect(errorsIn("new InvalidInput([{ field: 'actor', key: 'unknown_actor' }])")).toEqual(['unknown_actor'])
    expect(errorsIn("z.string().refine((name) => known('x').includes(name), 'not_in_list')")).toEqual(['not_in_list'])
  })
})
