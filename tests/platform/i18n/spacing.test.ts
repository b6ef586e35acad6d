import { describe, expect, test } from 'vitest'
import { catalogues } from '../../../src/platform/i18n/catalogues.ts'
import { translate } from '../../../src/platform/i18n/i18n.ts'
import { unbroken } from '../../../src/platform/i18n/spacing.ts'
import { flat, sources } from './scanner.ts'

const forms = /_(?:one|many|other)$/

describe('French spaces at which no line breaks', () => {
  test.each([
    ['Il manque : « un lieu » ; quand ?', 'Il manque\u00a0: «\u00a0un lieu\u00a0»\u00a0; quand\u00a0?'],
    ['Bravo\u00a0!', 'Bravo\u00a0!'],
    ['{{count}} : {{name}}', '{{count}}\u00a0: {{name}}'],
    ['14:30, https://exemple.org/?a=b, **gras** :', '14:30, https://exemple.org/?a=b, **gras**\u00a0:'],
  ])('%j is read as %j', (written, read) => {
    expect(unbroken(written)).toBe(read)
  })

  test('stand before « : ; ? ! » and inside guillemets in whatever is said in French', () => {
    const t = translate('fr-CA')
    const said = [...flat(catalogues.fr).keys()].flatMap((key) => [t(key), t(key.replace(forms, ''), { count: 3 })])
    expect(said.filter((text) => / [:;?!»]|« /.test(text))).toEqual([])
  })

  test('are left out of no catalogue: a word touches none of these signs, an address or an hour apart', () => {
    const words = [...flat(catalogues.fr).values()].map((text) => text.replace(/`[^`]*`|\S+:\/\/\S*/g, ''))
    expect(words.filter((text) => /[\p{L}»)}](?:[;?!»]|:(?=\s|$))|«[\p{L}{]/u.test(text))).toEqual([])
  })

  test('are not written by a view, which does not know the language that is read', () => {
    const views = sources().filter(({ file }) => file.endsWith('.eta'))
    expect(views.length).toBeGreaterThan(100)
    const wrong = views.filter(({ text }) => /%> ?[:;?!](?= ?<%| [\p{L}<])|« ?<%|%> ?»/u.test(text))
    expect(wrong.map(({ file }) => file)).toEqual([])
  })
})
