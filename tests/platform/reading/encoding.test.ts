import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../../src/platform/reading/encoding.ts'

const WINDOWS_1252: Record<string, number> = { '€': 0x80, '’': 0x92, œ: 0x9c }
const windows1252 = (text: string) => Buffer.from([...text].map((sign) => WINDOWS_1252[sign] ?? sign.charCodeAt(0)))

describe('the encoding of a text file', () => {
  it('is UTF-8, with or without its mark', () => {
    expect(decode(Buffer.from('Cœur d’îlot;5 €'))).toEqual({ text: 'Cœur d’îlot;5 €', encoding: 'utf-8' })
    expect(decode(Buffer.from('\ufeffCœur'))).toEqual({ text: 'Cœur', encoding: 'utf-8' })
  })

  it('is Windows-1252 when the bytes are not UTF-8, euro sign and curly apostrophe included', () => {
    expect(decode(windows1252('Cœur d’îlot;5 €\nÉté'))).toEqual({
      text: 'Cœur d’îlot;5 €\nÉté',
      encoding: 'windows-1252',
    })
  })

  it('is told line by line when two files were pasted together', () => {
    const bytes = Buffer.concat([
      Buffer.from('\ufeffÉté;a\nà;b\nplain\n'),
      windows1252('Noël;€\nplain\n'),
      Buffer.from('fin;œ'),
    ])
    expect(decode(bytes)).toEqual({ text: 'Été;a\nà;b\nplain\nNoël;€\nplain\nfin;œ', encoding: 'mixed' })
  })

  it('is UTF-16 when its mark says so, as Excel’s « Unicode text »', () => {
    const little = Buffer.from('\ufeffNom\tÉté', 'utf16le')
    expect(decode(little)).toEqual({ text: 'Nom\tÉté', encoding: 'utf-16' })
    expect(decode(Buffer.from(little).swap16())).toEqual({ text: 'Nom\tÉté', encoding: 'utf-16' })
  })

  it('never costs a character of a UTF-8 file', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decode(Buffer.from(`é${text}`)).text).toBe(`é${text}`)
      }),
    )
  })

  it('never costs a character of mixed lines', () => {
    const line = fc.record({
      text: fc.string({ unit: fc.constantFrom('a', 'b', 'é ', 'à,', '€;', 'œu') }),
      wide: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const bytes = lines.map(({ text, wide }) => (wide ? Buffer.from(`${text}\n`) : windows1252(`${text}\n`)))
        expect(decode(Buffer.concat(bytes)).text).toBe(lines.map(({ text }) => `${text}\n`).join(''))
      }),
    )
  })
})
