import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { taken } from './taking.ts'

const house = useHouse()
const isHere = spawnSync('pdfinfo', ['-v']).status === 0

test.skipIf(!isHere)('Poppler finds the PDF of a dossier tagged, with its structure (needs pdfinfo)', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('feedback', { visibility: 'public' })
  const { files } = await taken(house, `/initiatives/${slug}/dossier.zip`)
  const folder = mkdtempSync(join(tmpdir(), 'sillon-pdf-'))
  try {
    const path = join(folder, 'sheet.pdf')
    writeFileSync(path, files['sheet.pdf']!)
    const said = (...how: string[]) => execFileSync('pdfinfo', [...how, path], { encoding: 'utf8' })
    expect(said()).toMatch(/Tagged:\s+yes/)
    const structure = said('-struct')
    for (const tag of ['Document', 'H1', 'H2', 'Table', 'TH', 'L'])
      expect(structure).toMatch(new RegExp(`^\\s*${tag}\\b`, 'm'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
