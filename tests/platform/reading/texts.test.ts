import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { folded, readIdentifier, readList, readText } from '../../../src/platform/reading/values.ts'

describe('a text', () => {
  it.each([
    ['  Un \t projet\u00a0: vivre  ', 'Un projet : vivre'],
    ['<p>Un</p><p>Deux<br/>Trois</p>', 'Un\nDeux\nTrois'],
    ['<font size="4" style="color:#797">▲</font> + 23,7 %', '▲ + 23,7 %'],
    ['a < b et c > d', 'a < b et c > d'],
    ['a <b and c> d', 'a <b and c> d'],
    ['si x<y>z', 'si x<y>z'],
    ['R&amp;D &lt;b&gt; &#233;t&#xe9;&nbsp;&quot;là&quot; &apos;', 'R&D <b> été "là" \''],
    ['&amp;lt;', '&lt;'],
    ['&#0; &#55296; &inconnu;', '&#0; &#55296; &inconnu;'],
    ['e\u0301te\u0301', 'été'],
    ['a\u0000b\u0007c', 'a b c'],
    ['a\r\n\r\n\r\n\r\nb \n c', 'a\n\nb\nc'],
    ['\ud800x', '\ufffdx'],
  ])('%j reads %j', (text, value) => {
    expect(readText(text)).toEqual({ ok: true, value })
  })

  it.each(['', ' \u00a0\n', '<p></p>', '<br>'])('is nothing in %j', (text) => {
    expect(readText(text)).toEqual({ ok: true, value: undefined })
  })

  it('is read in no time, however odd', () => {
    for (const odd of ['<', '<b ', '<b =', '&#1', '\n ', ' \u00a0']) expect(readText(odd.repeat(200_000)).ok).toBe(true)
  }, 4000)

  it('without markup reads the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aé \n\t\u00a0;’') }), (text) => {
        const once = readText(text)
        expect(once.ok && readText(once.value ?? '')).toEqual(once)
      }),
    )
  })
})

describe('an identifier', () => {
  it.each([
    [' 225 300\u00a0013 00014 ', '22530001300014'],
    ['1-eleve-1-stage', '1-eleve-1-stage'],
    ['00123', '00123'],
    ['12E5', '12E5'],
    ['', undefined],
  ])('%j is %j', (text, value) => {
    expect(readIdentifier(text)).toEqual({ ok: true, value })
  })

  it.each(['2.253E+13', '2,253E+13', '2E+13', '2.253e13'])('%s has lost its digits', (text) => {
    expect(readIdentifier(text)).toEqual({ ok: false, key: 'damaged-number' })
  })
})

describe('a list', () => {
  it.each([
    ['Entreprises | Jeunesse | Travail / Emploi', ['Entreprises', 'Jeunesse', 'Travail / Emploi']],
    ['a; b ;; c', ['a', 'b', 'c']],
    ['a\r\nb\nc', ['a', 'b', 'c']],
    ['<ul><li>a</li><li>b</li></ul>', ['a', 'b']],
    ['Laval, Lévis', ['Laval, Lévis']],
    ['Éducation|education| EDUCATION ', ['Éducation']],
    ['C|C++', ['C', 'C++']],
    ['R&amp;D|S', ['R&D', 'S']],
    [' ', []],
  ])('%j holds %j', (text, value) => {
    expect(readList(text)).toEqual({ ok: true, value })
  })

  it('is parted by commas when asked, unless it has a better separator', () => {
    expect(readList('Laval, Lévis', { commas: true })).toEqual({ ok: true, value: ['Laval', 'Lévis'] })
    expect(readList('Laval, Québec; Lévis', { commas: true })).toEqual({ ok: true, value: ['Laval, Québec', 'Lévis'] })
  })
})

describe('a folded text', () => {
  it.each([
    ['  Cœur d’Îlot — N°3 ', 'coeur d ilot n 3'],
    ['Ævar STRASSE Straße', 'aevar strasse strasse'],
    ['Date_de-début*', 'date de debut'],
    ['¡!', ''],
  ])('%j is %j', (text, value) => {
    expect(folded(text)).toBe(value)
  })
})
