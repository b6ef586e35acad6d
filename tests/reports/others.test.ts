import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { published, taken } from './taking.ts'

const house = useHouse()
const isHere = (tool: string, flag: string) => spawnSync(tool, [flag]).status === 0

/** A report in a folder of its own, in this format. */
async function inFolder(format: string, use: (path: string, folder: string) => void) {
  const town = await settle(house)
  await town.initiativeAt('mobilisation', { title: '=1+1', visibility: 'public', since: '2025-01-15' })
  const slug = await published(house, town.coordinator.accountId)
  const { bytes } = await taken(house, `/reports/${slug}/versions/1/file.${format}`, { as: town.coordinator.accountId })
  const folder = mkdtempSync(join(tmpdir(), 'sillon-report-'))
  try {
    writeFileSync(join(folder, `report.${format}`), bytes)
    use(join(folder, `report.${format}`), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.skipIf(!isHere('soffice', '--version'))(
  'LibreOffice opens the workbook of a report: a sheet each, days as days, no formula (needs soffice)',
  async () => {
    await inFolder('xlsx', (path, folder) => {
      const home = `-env:UserInstallation=file://${folder}/home`
      execFileSync('soffice', ['--headless', home, '--convert-to', 'fods', '--outdir', folder, path], { stdio: 'pipe' })
      const book = readFileSync(join(folder, 'report.fods'), 'utf8')
      expect(book.match(/<table:table /g)!.length).toBeGreaterThan(5)
      expect(book).toContain('table:name="Lisez-moi"')
      expect(book).toContain('office:date-value="2025-01-15"')
      expect(book).toMatch(/office:value-type="float" office:value="1"/)
      expect(book).not.toContain('table:formula')
    })
  },
  120_000,
)

test.skipIf(!isHere('pdfinfo', '-v'))('Poppler finds the PDF of a report tagged (needs pdfinfo)', async () => {
  await inFolder('pdf', (path) => {
    const said = (...how: string[]) => execFileSync('pdfinfo', [...how, path], { encoding: 'utf8' })
    expect(said()).toMatch(/Tagged:\s+yes/)
    const structure = said('-struct')
    for (const tag of ['Document', 'H1', 'H2', 'Table', 'TH', 'Figure']) {
      expect(structure).toMatch(new RegExp(`^\\s*${tag}\\b`, 'm'))
    }
  })
})
