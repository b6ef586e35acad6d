import { Readable } from 'node:stream'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../src/platform/files/limits.ts'
import { readApart } from '../../../src/platform/files/reading.ts'
import { withoutMetadata } from '../../../src/platform/files/stripping.ts'
import { docx, endlessPdf, jpegOf, ods, odt, pdf, photo, pptx, tiffOf, xlsx } from './made.ts'

const reads = (bytes: Buffer, fileName: string, keepsMetadata = false, patience?: Parameters<typeof readApart>[2]) =>
  readApart(Readable.from([bytes]), { fileName, keepsMetadata }, patience)

const FRENCH = 'Les voisines et les voisins ont construit ensemble un four à pain dans la cour de l’école du quartier. '

describe('the words inside a file are read', () => {
  const row = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1200</v></c></row></sheetData>'
  const files: [string, () => Buffer, string][] = [
    ['rapport.pdf', () => pdf(['Une ruelle verte', 'et sa fontaine'], { info: '/Title(Ruelles)' }), 'fontaine'],
    ['rapport.docx', () => docx(['Une ruelle verte', 'et sa fontaine']), 'fontaine'],
    ['rapport.odt', () => odt(['Une ruelle <text:span>verte</text:span>', 'et sa fontaine']), 'fontaine'],
    ['diapos.pptx', () => pptx(['Une ruelle verte', 'et sa fontaine']), 'fontaine'],
    ['budget.xlsx', () => xlsx(row, ['Fontaine']), 'Fontaine | 1200'],
    ['budget.ods', () => ods(['Ruelle', 'fontaine']), 'Ruelle | fontaine'],
    [
      'page.html',
      () =>
        Buffer.from(
          '<!doctype html><html lang="fr"><head><title>Ruelles</title><script>if (a<b) x="secret"</script></head><body><P>Une ruelle<br>et sa&nbsp;fontaine</P></body></html>',
        ),
      'fontaine',
    ],
    ['notes.md', () => Buffer.from('# Ruelles\n\nUne **ruelle** et sa fontaine'), 'fontaine'],
    ['notes.txt', () => Buffer.from('Une ruelle et sa fontaine'), 'fontaine'],
    ['liste.csv', () => Buffer.from('lieu;quoi\nruelle;fontaine\n'), 'fontaine'],
  ]
  test.each(files)('%s', async (name, file, words) => {
    const found = await reads(file(), name)
    expect(found.ended).toBe('whole')
    expect(found.read?.text).toContain(words)
    expect(found.read?.text).not.toContain('secret')
  })

  test('in UTF-16, and in the letters of Windows', async () => {
    expect((await reads(Buffer.from('\ufeffélève', 'utf16le'), 'a.txt')).read?.text).toBe('élève')
    expect((await reads(Buffer.from('élève', 'latin1'), 'a.txt')).read?.text).toBe('élève')
  })

  test('words that a line break cuts stay words', async () => {
    const broken = '<w:p><w:r><w:t>fin</w:t><w:br/><w:t>début</w:t></w:r></w:p>'
    expect((await reads(docx([`x</w:t></w:r></w:p>${broken}<w:p><w:r><w:t>`]), 'a.docx')).read?.text).toContain(
      'fin\ndébut',
    )
  })

  test('no more than a million characters are kept', async () => {
    const { read } = await reads(Buffer.from('mot '.repeat(600_000)), 'long.txt')
    expect(read?.text.length).toBeLessThanOrEqual(LIMITS.characters)
    expect(read?.text.length).toBeGreaterThan(LIMITS.characters - 10)
  })
})

describe('what a file says of itself is proposed', () => {
  test('title, creators, date and pages', async () => {
    expect((await reads(docx([FRENCH.repeat(5)]), 'a.docx')).read).toMatchObject({
      pages: 3,
      proposed: { title: 'Bilan de l’atelier', creators: 'Ana Ruiz', dated: '2024-05-06', language: 'fr' },
    })
    expect((await reads(odt(['Court']), 'a.odt')).read).toMatchObject({
      pages: 4,
      proposed: { title: 'Guide de l’atelier', creators: 'Ana Ruiz', dated: '2023-02-01', language: 'fr' },
    })
    const info = '/Title(Microsoft Word - 01_Ruelles.docx)/Author(Windows)/CreationDate(D:20210304101112Z)'
    expect((await reads(pdf(['a', 'b'], { info }), 'a.pdf')).read).toMatchObject({
      pages: 2,
      proposed: { title: '01 Ruelles', dated: '2021-03-04' },
    })
  })

  test('programs are not taken for people', async () => {
    const { read } = await reads(pdf(['a'], { info: '/Author(Windows)' }), 'a.pdf')
    expect(read?.proposed).not.toHaveProperty('creators')
  })

  test('the language is told by the text', async () => {
    const english =
      'The neighbours built a bread oven together in the yard of the school, and they bake there every week. '
    expect((await reads(Buffer.from(english.repeat(4)), 'a.txt')).read?.proposed.language).toBe('en')
    expect((await reads(Buffer.from('ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ '.repeat(30)), 'a.txt')).read?.proposed.language).toBe('iu')
    expect((await reads(Buffer.from('oui'), 'a.txt')).read?.proposed).not.toHaveProperty('language')
  })
})

describe('what pages show is made anew', () => {
  test('a small picture and the first five pages of a PDF', async () => {
    const { thumbnail, previews } = await reads(pdf(Array.from({ length: 7 }, (_, n) => `page ${n}`)), 'a.pdf')
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', height: 320 })
    expect(previews).toHaveLength(5)
    expect(await sharp(previews[0]).metadata()).toMatchObject({ format: 'webp', width: 1000 })
    expect((await sharp(previews[0]).stats()).isOpaque).toBe(true)
  })

  test('a picture, upright, without a word of where it was taken', async () => {
    const { thumbnail, previews, stripped, ended } = await reads(await photo('jpeg', 6), 'a.jpg')
    expect(ended).toBe('whole')
    for (const made of [thumbnail, previews[0]]) {
      expect(await sharp(made).metadata()).toMatchObject({ format: 'webp', width: 40, height: 60 })
      expect((await sharp(made).metadata()).exif).toBeUndefined()
    }
    expect(stripped?.includes('APPAREIL-SECRET')).toBe(false)
  })
})

describe('a picture is kept without what it says of place and camera', () => {
  test.each(['jpeg', 'png', 'webp', 'avif'] as const)('%s', async (format) => {
    const bytes = await photo(format)
    expect((await sharp(bytes).metadata()).exif?.includes('APPAREIL-SECRET')).toBe(true)
    const stripped = await withoutMetadata(bytes, `image/${format}`)
    expect(stripped.includes('APPAREIL-SECRET')).toBe(false)
    expect((await sharp(stripped).metadata()).exif?.includes('APPAREIL-SECRET') ?? false).toBe(false)
    expect(await sharp(stripped).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer())
    // Once more changes nothing.
    expect((await withoutMetadata(stripped, `image/${format}`)).equals(stripped)).toBe(true)
  })

  test('tiff', async () => {
    const bytes = tiffOf(5, 2, 'APPAREIL-SECRET')
    const stripped = await withoutMetadata(bytes, 'image/tiff')
    expect(stripped.includes('SECRET')).toBe(false)
    expect(await sharp(stripped).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer())
    expect((await withoutMetadata(stripped, 'image/tiff')).equals(stripped)).toBe(true)
  })

  test('a JPEG that was turned stays turned, and nothing hangs on behind it', async () => {
    const bytes = Buffer.concat([await photo('jpeg', 8), await photo('jpeg')])
    const stripped = await withoutMetadata(bytes, 'image/jpeg')
    expect((await sharp(stripped).metadata()).orientation).toBe(8)
    expect(stripped.includes('APPAREIL-SECRET')).toBe(false)
  })

  test('heic, which nobody here draws', async () => {
    const bytes = await photo('avif')
    bytes.write('heic', 8, 'latin1')
    const { mediaType, ended, stripped, previews } = await reads(bytes, 'IMG_0001.HEIC')
    expect({ mediaType, ended, previews }).toEqual({ mediaType: 'image/heic', ended: 'whole', previews: [] })
    expect(stripped?.length).toBe(bytes.length)
    expect(stripped?.includes('APPAREIL-SECRET')).toBe(false)
  })

  test('one that says nothing stays as it is', async () => {
    const bytes = await jpegOf(16, 16)
    expect((await withoutMetadata(bytes, 'image/jpeg')).equals(bytes)).toBe(true)
    expect((await reads(bytes, 'a.jpg')).stripped).toBeUndefined()
  })

  test('unless whoever attached it keeps it on purpose', async () => {
    expect((await reads(await photo(), 'a.jpg', true)).stripped).toBeUndefined()
  })
})

describe('a reader that takes too much is stopped', () => {
  const much = { milliseconds: 60_000, heapMegabytes: 512, megabytes: 1200 }
  test('past its time', async () => {
    const found = await reads(pdf(['a']), 'a.pdf', false, { ...much, milliseconds: 30 })
    expect(found.ended).toBe('too_large')
  })
  test('past its time, in the middle of a page that unpacks for ever; words read before it stay', async () => {
    const found = await reads(endlessPdf(), 'a.pdf', false, { ...much, milliseconds: 5_000 })
    expect(['too_large', 'broken']).toContain(found.ended)
  })
  test('past its memory', async () => {
    expect((await reads(pdf(['a']), 'a.pdf', false, { ...much, megabytes: 20 })).ended).toBe('too_large')
  })
  test('past its heap', async () => {
    const found = await reads(Buffer.from('mot '.repeat(8_000_000)), 'a.txt', false, { ...much, heapMegabytes: 20 })
    expect(found).toMatchObject({ ended: 'too_large', previews: [] })
  })
})

test('a file that its store gives up on half-way is no fault of the file', async () => {
  const broken = Readable.from(
    (async function* () {
      yield await Promise.resolve(Buffer.from('%PDF-1.7\n'))
      throw Object.assign(new Error('the disk is gone'), { code: 'EIO' })
    })(),
  )
  await expect(readApart(broken, { fileName: 'a.pdf', keepsMetadata: false })).rejects.toThrow('the disk is gone')
})

test('a reader knows nothing of the house’s environment, and may neither write nor start anything', async () => {
  // Tried on the settings themselves: the same process, told to run something else.
  const { settingsFor } = await import('../../../src/platform/files/reading.ts')
  const { env, execArgv } = settingsFor(LIMITS)
  expect(Object.keys(env)).not.toContain('DATABASE_URL')
  expect(execArgv).toContain('--permission')
  expect(execArgv.join(' ')).not.toMatch(/allow-(fs-write|child-process|worker)/)
})
