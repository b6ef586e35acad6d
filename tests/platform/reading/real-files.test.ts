import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { columnNames, suggestHeaderRow } from '../../../src/platform/reading/header.ts'
import { readFile } from '../../../src/platform/reading/open.ts'
import { readAmount, readDay, readText } from '../../../src/platform/reading/values.ts'

const FILES = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const areAbsent = !existsSync(FILES)
const title = (words: string) => (areAbsent ? `${words} (skipped: ../shared/data is absent)` : words)

async function open(path: string) {
  const workbook = await readFile(readFileSync(FILES + path), path)
  const tables = workbook.sheets.map((sheet) => {
    const header = suggestHeaderRow(sheet)
    const names = columnNames(sheet, header).map(({ name }) => name)
    return { ...sheet, names, body: sheet.rows.slice(header + 1) }
  })
  const [table] = tables
  if (!table) throw new Error(`${path} has no sheet`)
  return { workbook, tables, table }
}

describe('published files', () => {
  test.skipIf(areAbsent)(
    title('the phases of beta.gouv.fr: 1,695 rows of 662 innovations, each with a day'),
    async () => {
      const { workbook, table } = await open('pipeline/betagouv_phase_transitions.csv')
      expect(workbook).toMatchObject({ kind: 'csv', encoding: 'utf-8', delimiter: ';' })
      expect(table.problems).toEqual([])
      expect(table.body).toHaveLength(1695)
      expect(new Set(table.body.map(([id]) => id)).size).toBe(662)
      const start = table.names.indexOf('start')
      const days = table.body.map((row) => readDay(row[start] ?? ''))
      expect(days.filter((day) => !day.ok)).toEqual([])
    },
  )

  test.skipIf(areAbsent)(
    title('the grants of Geneva: HTML in cells, a doubled header, dollars with commas'),
    async () => {
      const { workbook, table } = await open('messy/geneve_subventions_2014__html-in-cells_dup-headers.csv')
      expect(workbook.delimiter).toBe(',')
      expect(table.problems).toEqual([])
      expect(table.names.slice(6, 9)).toEqual(['budget2014', 'budget2014 (2)', 'budget2013'])
      const first = table.body[0] ?? []
      expect(readAmount(first[table.names.indexOf('annual_rent')] ?? '')).toEqual({
        ok: true,
        value: { cents: 635_322_500, currency: '$' },
      })
      expect(readText(first[table.names.indexOf('evol')] ?? '')).toEqual({ ok: true, value: '▲ + 23,7 %' })
    },
  )

  test.skipIf(areAbsent)(title('the grants of Montpellier: the same four sheets as .ods and as .xls'), async () => {
    const [ods, xls] = await Promise.all([
      open('messy/montpellier_attribution-subventions_2014.ods'),
      open('messy/montpellier_attribution-subventions_2014.xls'),
    ])
    const names = ['Subventions', 'Par thématique', 'Détail culture', 'Détail Sport']
    expect(ods.tables.map(({ name }) => name)).toEqual(names)
    const tidy = ({ tables }: typeof ods) =>
      tables.map(({ rows }) => rows.map((row) => row.map((cell) => readText(cell))))
    expect(tidy(ods)).toEqual(tidy(xls))
    expect(xls.table.names).toContain('Etape')
  })

  test.skipIf(areAbsent)(title('the municipalities of Québec: 1,285, of 17 regions'), async () => {
    const { table } = await open('territories/quebec_municipalites_mrc_regions.csv')
    expect(table.body).toHaveLength(1285)
    expect(table.problems).toEqual([])
    const region = table.names.indexOf('region_administrative')
    expect(new Set(table.body.map((row) => row[region])).size).toBe(17)
  })

  test.skipIf(areAbsent).each([
    ['SCDL.csv', 'nomAttribuant'],
    ['SCDL_DILCRAH_2019.csv', 'Nom attributaire*'],
    ['SUBVENTIA.xlsx', 'Financeur Principal'],
    ['SCDL_WITH_EXERCICE_ALT.xlsx', 'nomAttribuant'],
    ['SuiviActionsEvaluation_test.xlsx', 'Numero Action Osiris'],
    ['SuiviActions_test.xls', 'Numero Action Osiris'],
    ['SuiviDossiers_test.xls', 'Service'],
    ['helios.fixture.ods', 'ID'],
    ['test.xlsx', 'Numero Action Osiris'],
  ])(title('%s begins with the column « %s », under its titles'), async (file, name) => {
    const { table } = await open(`messy/datasubvention_import_fixtures/${file}`)
    expect(table.names[0]).toBe(name)
  })
})
