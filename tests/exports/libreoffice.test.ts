import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { taken } from './taking.ts'

const house = useHouse()
const isHere = spawnSync('soffice', ['--version']).status === 0

// LibreOffice as somebody in France has it: UTF-8, semicolons, French (1036), special numbers recognised.
const AS_FRENCH = 'CSV:59,34,76,1,,1036,false,true'

test.skipIf(!isHere)(
  'LibreOffice in French opens the French CSV with days as days and decimals as numbers (needs soffice)',
  async () => {
    const town = await settle(house)
    await town.initiativeAt('mobilisation', { title: '=1+1', visibility: 'public', since: '2026-01-15' })
    const folder = mkdtempSync(join(tmpdir(), 'sillon-office-'))
    try {
      const { bytes } = await taken(house, 'format=csv_excel', town.coordinator.accountId)
      writeFileSync(join(folder, 'export.csv'), bytes)
      const home = `-env:UserInstallation=file://${folder}/home`
      const how = ['--headless', home, `--infilter=${AS_FRENCH}`, '--convert-to', 'fods', '--outdir', folder]
      execFileSync('soffice', [...how, join(folder, 'export.csv')], { stdio: 'pipe' })
      const sheet = readFileSync(join(folder, 'export.fods'), 'utf8')
      expect(sheet).toContain('office:date-value="2026-01-15"')
      // Half of a gate of six, three of them in words of the sheet: a share in per cent, with its decimal comma.
      expect(sheet).toMatch(/office:value-type="float" office:value="(16\.7|33\.3|66\.7|83\.3)"/)
      expect(sheet).not.toContain('table:formula')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  120_000,
)
