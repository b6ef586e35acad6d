import { extractText, getDocumentProxy } from 'unpdf'
import { beforeEach, describe, expect, test } from 'vitest'
import { contribute } from '../../src/knowledge/commands.ts'
import { ContributionInput } from '../../src/knowledge/schema.ts'
import { useHouse } from '../house.ts'
import { at } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { attach } from './papers.ts'
import { sha256, taken } from './taking.ts'

const house = useHouse()
let town: Town
let one: Settled
const zip = () => `/initiatives/${one.slug}/dossier.zip`

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
})

describe('the archive of a dossier', () => {
  test('holds fifty documents, each with the hash, size, kind and licence that its manifest says', async () => {
    const contents = new Map<string, string>()
    for (let n = 0; n < 50; n++) {
      const bytes = Buffer.alloc(2000 + n, `document ${n} `)
      await attach(house, one.id, { title: `Compte rendu ${n}`, bytes, kind: 'minutes', licence: 'cc_by' })
      contents.set(`Compte rendu ${n}`, sha256(bytes))
    }
    const { status, files, manifest } = await taken(house, zip(), town.carrier.accountId)
    expect(status).toBe(200)
    const { 'manifest.json': _, ...others } = files
    expect(manifest.files.map(({ path }) => path).sort()).toEqual(Object.keys(others).sort())
    for (const { path, sha256: hash, size } of manifest.files) {
      expect([path, size, hash]).toEqual([path, files[path]!.length, sha256(files[path]!)])
    }
    const documents = manifest.files.filter(({ kind }) => kind === 'minutes')
    expect(new Map(documents.map(({ title, sha256: hash }) => [title, hash]))).toEqual(contents)
    expect(new Set(documents.map(({ licence }) => licence))).toEqual(new Set(['cc_by']))
    expect(documents[0]!.path).toBe('documents/01 – Compte rendu 0.pdf')
  })

  test('has a page that links to its documents, a style beside it, and the way travelled as CSV and JSON', async () => {
    await attach(house, one.id, { title: 'Entente « pilote »', fileName: 'a.docx' })
    const { files } = await taken(house, zip(), town.carrier.accountId)
    const page = String(files['index.html'])
    expect(page).toContain('<html lang="fr-CA">')
    expect(page).toContain('<link rel="stylesheet" href="sheet.css">')
    expect(page).not.toMatch(/<script|style=|<style|src=/)
    const href = /href="(documents\/[^"]+)"/.exec(page)![1]!
    expect(Object.keys(files)).toContain(decodeURIComponent(href))
    expect(String(files['timeline.csv'])).toMatch(/^Date,Passage,Détails,Prévu\n2025-/)
    expect(JSON.parse(String(files['timeline.json']))).toMatchObject([
      { text: expect.stringContaining('Émergence') },
      {},
      {},
    ])
  })

  test('speaks the language of whoever takes it', async () => {
    const { files } = await taken(house, zip(), town.carrier.accountId, 'en')
    expect(String(files['index.html'])).toContain('<h2>The four roles</h2>')
    expect((await readPdf(files['sheet.pdf']!)).info).toMatchObject({ Language: 'en-CA' })
  })

  test('leaves out what is in quarantine or has gone, and says so; a link goes along as an address', async () => {
    await attach(house, one.id, { title: 'Suspect', scanState: 'quarantined' })
    await attach(house, one.id, { title: 'Perdu', file: 'f'.repeat(64) })
    await attach(house, one.id, { title: 'Ailleurs', url: 'https://exemple.org/bilan' })
    const { files, manifest } = await taken(house, zip(), town.carrier.accountId)
    expect(Object.keys(files).filter((path) => path.startsWith('documents/'))).toEqual([])
    expect(manifest.leftOut.map(({ title, why }) => [title, why])).toEqual([
      ['Suspect', 'quarantined'],
      ['Perdu', 'missing'],
    ])
    expect(manifest.links).toMatchObject([{ title: 'Ailleurs', url: 'https://exemple.org/bilan' }])
    expect(String(files['index.html'])).toContain('Mis en quarantaine par l’antivirus')
  })

  test('names files so that none leads out of its folder and no two are alike', async () => {
    const titles = [
      '../../etc/passwd',
      '../../etc/passwd',
      'a\u202Egnp.exe',
      ' . ',
      'x'.repeat(300),
      'CON',
      'é\u0001<>:"|?*',
    ]
    for (const title of titles) await attach(house, one.id, { title, fileName: `${title}.PDF` })
    const { manifest } = await taken(house, zip(), town.carrier.accountId)
    const paths = manifest.files.map(({ path }) => path).filter((path) => path.startsWith('documents/'))
    expect(paths).toHaveLength(titles.length)
    expect(new Set(paths).size).toBe(titles.length)
    for (const path of paths) {
      expect(path).toMatch(/^documents\/0\d – [^/\\<>:"|?*\p{Cc}\p{Cf}]+\.pdf$/u)
      expect(path).not.toContain('..')
      expect(Buffer.byteLength(path)).toBeLessThan(180)
    }
  })
})

describe('its sheet as PDF', () => {
  test('is tagged, with a language and a title, its headings, its lists and its tables with headers', async () => {
    await attach(house, one.id, { title: 'Rapport final', licence: 'cc_by' })
    const { files } = await taken(house, zip(), town.carrier.accountId)
    const { marks, roles, info, standard } = await readPdf(files['sheet.pdf']!)
    expect(marks).toMatchObject({ Marked: true, Suspects: false })
    expect(info).toMatchObject({ Language: 'fr-CA', Title: 'Épicerie solidaire mobile' })
    expect(standard).toBe('1')
    for (const role of ['H1', 'H2', 'H3', 'P', 'L', 'LI', 'Table', 'THead', 'TR', 'TH', 'TD'])
      expect(roles).toContain(role)
  })

  test('takes no word of anybody’s for an instruction, and no sign for an obstacle', async () => {
    const wild = '#read("/etc/passwd") $x$ *gras* `code` \\ "guillemets" // rien @ref <lieu> 🌱 漢字 \u0007'
    one = await town.initiativeAt('feedback', { visibility: 'public', title: wild, need: `#panic("fin")\n\n${wild}` })
    const { files } = await taken(house, zip(), town.carrier.accountId)
    const { text, standard, info } = await readPdf(files['sheet.pdf']!)
    expect(standard).toBe('1')
    expect(text).toContain('#panic("fin")')
    expect(text).toContain('#read("/etc/passwd") $x$ *gras* `code` \\ "guillemets" // rien @ref <lieu>')
    expect((info as { Title: string }).Title).toContain('#read("/etc/passwd")')
  })

  test('says what was brought, and what became of it', async () => {
    const input = {
      kind: 'experiential',
      actor: 'Un groupe de parents',
      brought: 'Les trajets',
      contributedOn: '2026-02-01',
    }
    await contribute(house.db, one.slug, ContributionInput.parse(input), town.carrier.by, at(house))
    const { files } = await taken(house, zip(), town.carrier.accountId)
    expect((await readPdf(files['sheet.pdf']!)).text).toMatch(
      /savoir d’expérience[\s\S]*Les trajets[\s\S]*Un groupe de parents/,
    )
  })
})

async function readPdf(bytes: Buffer) {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const roles = new Set<string>()
  for (let number = 1; number <= document.numPages; number++) {
    collect(await (await document.getPage(number)).getStructTree(), roles)
  }
  const { info } = await document.getMetadata()
  const { text } = await extractText(document, { mergePages: true })
  // The part of the standard that the file declares, in its XMP.
  const standard = /<pdfuaid:part>(\d)</.exec(bytes.toString('latin1'))?.[1]
  return { marks: await document.getMarkInfo(), roles: [...roles], info, text, standard }
}

type Tree = Awaited<
  ReturnType<Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>['getStructTree']>
>

function collect(node: Tree, roles: Set<string>) {
  if (!node) return
  roles.add(node.role)
  for (const child of node.children) if ('children' in child) collect(child, roles)
}
