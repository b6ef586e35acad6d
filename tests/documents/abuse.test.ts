import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TextState } from '../../src/domain/documents.ts'
import { HEAD, sniff, type Why } from '../../src/platform/files/sniffing.ts'
import { cleanName } from '../../src/platform/http/upload.ts'
import { useHouse } from '../house.ts'
import { docx, jpegOf, pdf, photo, pngOf, tiffOf, xlsx, zipped } from '../platform/files/made.ts'
import { settle } from '../town.ts'
import { attachedHere, namesIn, readHere } from './files-here.ts'

// Files made to harm: each is refused at the door, or kept, marked and harmless. See also scanning.test.ts.

type Made = Buffer | Promise<Buffer>
const text = (words: string) => Buffer.from(words)
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from('bcdefghij', (name, n) => `<!ENTITY ${name} "${`&${'abcdefghij'[n]};`.repeat(10)}">`).join('')}]>`
const SCRIPT = '<script>fetch("/settings")</script>'

describe('refused at the door', () => {
  const refused: [what: string, name: string, () => Made, Why][] = [
    ['a web page called a picture', 'photo.png', () => text(`<!doctype html>${SCRIPT}`), 'misnamed'],
    ['a web page called a PDF, after a comment', 'a.pdf', () => text(`\n<!-- %PDF-1.7 --><html>${SCRIPT}`), 'misnamed'],
    [
      'a web page that a PDF follows',
      'a.pdf',
      () => Buffer.concat([text(`<html>${SCRIPT}</html>`), pdf(['a'])]),
      'misnamed',
    ],
    ['a drawing that acts, called a picture', 'a.jpg', () => text('<svg onload="alert(1)"/>'), 'misnamed'],
    ['a program of Windows called a PDF', 'rapport.pdf', () => text('MZ\u0090\0\u0003'), 'executable'],
    ['a program of Linux without a name', '', () => Buffer.from('7f454c46020101', 'hex'), 'executable'],
    ['a script that names who runs it', 'notes.txt', () => text('#!/bin/sh\nrm -rf /'), 'executable'],
    ['a text that a double click runs', 'facture.pdf.bat', () => text('@echo off'), 'executable'],
    ['a shortcut', 'Rapport.lnk', () => Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), 'executable'],
    ['a name written backwards', cleanName('rapport\u202efdp.exe'), () => text('oui'), 'executable'],
    [
      'a program of Java called an archive',
      'a.zip',
      () => zipped({ 'META-INF/MANIFEST.MF': 'Main-Class: A' }),
      'executable',
    ],
    ['a text with macros', 'a.docx', () => docx(['a'], { 'word/vbaProject.bin': 'x' }), 'macros'],
    ['an archive called a text', 'a.docx', () => zipped({ 'a.txt': 'a' }), 'misnamed'],
    ['a text called a film', 'a.mp4', () => text('oui'), 'misnamed'],
    ['nothing at all', 'a.pdf', () => Buffer.alloc(0), 'empty'],
    ['a disk image', 'a.bin', () => Buffer.concat([Buffer.alloc(600), text('x')]), 'not_accepted'],
    ['a film in Flash', 'a.swf', () => text('FWS\u0005abcdefgh'), 'not_accepted'],
  ]
  test.each(refused)('%s', async (_what, name, made, why) => {
    expect(await sniff((await made()).subarray(0, HEAD), name)).toMatchObject({ verdict: 'refused', why })
  })
})

describe('names are labels', () => {
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\rapport.pdf', 'rapport.pdf'],
    ['a\0b\r\nSet-Cookie: x.pdf', 'abSet-Cookie: x.pdf'],
    ['rapport\u202efdp.txt', 'rapportfdp.txt'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(146)}.pdf`],
    ['..', 'file'],
    ['\u200b\u200d', 'file'],
  ]
  test.each(names)('%j', (given, label) => expect(cleanName(given)).toBe(label))
})

describe('kept, marked, and harmless', () => {
  const house = useHouse(undefined, { onDisk: true })
  const wide =
    '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row></sheetData>'
  const bomb = () => zipped({ '[Content_Types].xml': 'x', 'word/document.xml': new Uint8Array(210_000_000) }, 9)
  const locked = `/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(${'o'.repeat(32)})/U(${'u'.repeat(32)})>>/ID[(0123456789abcdef)(0123456789abcdef)]`

  const kept: [what: string, name: string, () => Made, TextState[], door: 200 | 403][] = [
    [
      'a drawing that acts',
      'a.svg',
      () => text('<svg onload="alert(1)"><script>alert(2)</script></svg>'),
      ['none'],
      200,
    ],
    ['a bomb in a DOCX', 'a.docx', bomb, ['too_large'], 200],
    ['a bomb in a DOCX that says that it is small', 'a.docx', () => lying(bomb()), ['too_large', 'broken'], 200],
    [
      'an archive in an archive in an archive',
      'a.zip',
      () => [1, 2, 3].reduce((inner) => zipped({ 'a.zip': inner }), bomb()),
      ['none'],
      200,
    ],
    [
      'a billion laughs in a DOCX',
      'a.docx',
      () => docx(['a'], { 'word/document.xml': `${LAUGHS}<w:document><w:p><w:t>&j;rire</w:t></w:p></w:document>` }),
      ['read'],
      200,
    ],
    [
      'a billion laughs in an ODT',
      'a.odt',
      () =>
        zipped(
          { mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': `${LAUGHS}<text:p>&j;</text:p>` },
          0,
        ),
      ['read'],
      200,
    ],
    ['a DOCX nested a hundred thousand deep', 'a.docx', () => docx([`${'<w:x>'.repeat(100_000)}fond`]), ['read'], 200],
    ['a DOCX cut in the middle', 'a.docx', () => docx(['a'.repeat(9000)]).subarray(0, 700), ['broken'], 200],
    ['a sheet of 17 billion cells', 'a.xlsx', () => xlsx(wide, ['fontaine']), ['read', 'too_large'], 200],
    ['a PDF cut in the middle', 'a.pdf', () => pdf(['a', 'b']).subarray(0, 500), ['broken', 'none', 'read'], 200],
    ['a PDF that a password locks', 'a.pdf', () => pdf(['a'], { trailer: locked }), ['broken'], 200],
    [
      'a PDF that runs scripts',
      'a.pdf',
      () => pdf(['oui'], { catalog: '/OpenAction<</S/JavaScript/JS(while\\(1\\){})>>' }),
      ['read'],
      200,
    ],
    [
      'a PDF that a web page follows',
      'a.pdf',
      () => Buffer.concat([pdf(['oui']), text(`<html>${SCRIPT}`)]),
      ['read'],
      200,
    ],
    [
      'a PDF whose pages are its pages',
      'a.pdf',
      () => Buffer.from(pdf(['a'], { kids: '2 0 R' }).toString('latin1').replace('/Count 1', `/Count 9`), 'latin1'),
      ['broken', 'none'],
      200,
    ],
    [
      'a PDF of lists in lists',
      'a.pdf',
      () => pdf(['a'], { catalog: `/Names ${'['.repeat(200_000)}` }),
      ['broken', 'none', 'read'],
      200,
    ],
    [
      'a PDF as large as a town',
      'a.pdf',
      () => Buffer.from(pdf(['oui']).toString('latin1').replace('[0 0 595 842]', '[0 0 9e9 9e9]'), 'latin1'),
      ['read'],
      200,
    ],
    ['a PNG of 60,000 × 60,000', 'a.png', () => pngOf(60_000, 60_000), ['too_large'], 403],
    ['a JPEG of 60,000 × 60,000', 'a.jpg', () => jpegOf(60_000, 60_000), ['too_large'], 403],
    ['a TIFF of 60,000 × 60,000', 'a.tiff', () => tiffOf(60_000, 60_000), ['too_large'], 403],
    [
      'a GIF that is a script too',
      'a.gif',
      () => text('GIF89a/*\u0001\u0000*/=1;alert(1)'),
      ['broken', 'too_large'],
      403,
    ],
    ['a WebP that is none', 'a.webp', () => text('RIFF\u0010\0\0\0WEBPVP8 \u0004\0\0\0abcd'), ['broken'], 403],
    ['a JPEG cut in the middle', 'a.jpg', async () => (await photo()).subarray(0, 900), ['broken', 'none'], 403],
    ['a PNG whose notes are a bomb', 'a.png', () => withNotes(pngOf(10, 10)), ['none', 'broken'], 200],
    ['one byte', 'a.txt', () => text('a'), ['read'], 200],
    ['a text in UTF-16', 'a.txt', () => Buffer.from('\ufeffélève', 'utf16le'), ['read'], 200],
    ['a text that is no UTF-8', 'a.txt', () => Buffer.from('c3e9ff80 41'.replace(' ', ''), 'hex'), ['read'], 200],
    [
      'a page nested a hundred thousand deep',
      'a.html',
      () => text(`<html>${'<div>'.repeat(100_000)}fond`),
      ['read'],
      200,
    ],
    [
      'a page of openings without an end',
      'a.html',
      () => text(`<html>oui${'<script '.repeat(100_000)}`),
      ['read'],
      200,
    ],
    ['a table whose cells are formulas', 'a.csv', () => text('nom;somme\n=cmd|calc;@SUM(1)\n'), ['read'], 200],
  ]

  // One house for all: none of them stops it, and none leaves anything behind.
  const before = tempFiles()
  let crashed: unknown
  const note = (error: unknown) => void (crashed = error)
  beforeAll(() => void process.on('unhandledRejection', note))
  afterAll(() => void process.off('unhandledRejection', note))

  test.each(kept)('%s', async (_what, name, made, states, door) => {
    const { id } = await (await settle(house)).initiativeAt('feedback', { visibility: 'public' })
    const one = await attachedHere(house, id, await made(), name)
    const sentAs = (await readHere(house, one)).version.file
    await house.work()
    const { version, text: words } = await readHere(house, one)
    expect(states).toContain(version.textState)
    expect(words?.text.length ?? 0).toBeLessThan(1_000_001)
    expect(words !== undefined).toBe(version.textState === 'read')

    const answer = await house.get(`/documents/${one.id}/file`)
    expect(answer.status).toBe(door)
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
    if (door === 200) expect(answer.headers.get('Content-Security-Policy')).toMatch(/^sandbox;/)
    expect(answer.headers.get('Content-Type')).not.toMatch(door === 200 ? /html|svg|xml;|javascript/ : /svg/)

    // What was sent stays beside what was made of it, until the store is swept; nothing half-written does.
    const known = [sentAs, version.file, version.thumbnail, ...(version.previews ?? [])]
    expect(namesIn(house).filter((file) => !known.includes(file))).toEqual([])
    expect(tempFiles().filter((file) => !before.includes(file) && existsSync(file))).toEqual([])
    expect((await house.get('/readyz')).status).toBe(200)
    expect(crashed).toBeUndefined()
  })

  test(`they are more than twenty-five`, () => expect(kept.length).toBeGreaterThan(25))
})

function tempFiles(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^(sharp|vips|unpdf|pdf|canvas)/i.test(name))
}

/** The same archive, whose directory says that each part is a hundred bytes long. */
function lying(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  for (let at = copy.indexOf('PK\u0001\u0002'); at !== -1; at = copy.indexOf('PK\u0001\u0002', at + 4))
    copy.writeUInt32LE(100, at + 24)
  return copy
}

/** The same picture with a compressed note of two hundred million letters. */
function withNotes(png: Buffer): Buffer {
  const note = Buffer.concat([Buffer.from('zTXtComment\0\0', 'latin1'), deflateSync(Buffer.alloc(200_000_000, 'a'))])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(note.length - 4)
  return Buffer.concat([png.subarray(0, 33), length, note, Buffer.alloc(4), png.subarray(33)])
}
