import { afterEach, describe, expect, it } from 'vitest'
import { readSpreadsheet } from '../../../src/platform/reading/spreadsheet.ts'
import { serial, spreadsheet } from './fixtures.ts'
import type { Cell, Tab } from './fixtures.ts'

const sheetOf = (tab: Tab | Cell[][], kind: 'xlsx' | 'ods' | 'xls' = 'xlsx', date1904 = false) => {
  const [sheet] = readSpreadsheet(spreadsheet({ A: tab }, kind, date1904), kind).sheets
  return sheet ?? { rows: [], lines: [], problems: [] }
}
const cellOf = (cell: Cell, kind: 'xlsx' | 'ods' | 'xls' = 'xlsx') => sheetOf([['Titre'], [cell]], kind).rows[1]?.[0]

const OUR_ZONE = process.env['TZ']
afterEach(() => {
  if (OUR_ZONE === undefined) delete process.env['TZ']
  else process.env['TZ'] = OUR_ZONE
})

describe.each(['xlsx', 'ods', 'xls'] as const)('a workbook saved as %s', (kind) => {
  it('gives its sheets in order, without those that hold nothing', () => {
    const bytes = spreadsheet({ Projets: [['Nom'], ['Été']], Vide: [], Acteurs: [['Nom', 'Ville']] }, kind)
    expect(readSpreadsheet(bytes, kind)).toMatchObject({
      kind,
      sheets: [
        { name: 'Projets', rows: [['Nom'], ['Été']], lines: [1, 2] },
        { name: 'Acteurs', rows: [['Nom', 'Ville']] },
      ],
    })
  })

  it('numbers rows as the program does, and drops the empty ones and the empty columns at the right', () => {
    const sheet = sheetOf(
      [
        ['Nom', 'Ville', ''],
        [null, null, null],
        ['A', 'Laval', ' '],
        ['', '', ''],
        ['B', null, null],
      ],
      kind,
    )
    expect(sheet).toMatchObject({
      rows: [
        ['Nom', 'Ville'],
        ['A', 'Laval'],
        ['B', ''],
      ],
      lines: [1, 3, 5],
    })
  })

  it.each([
    [22_530_001_300_014, '22530001300014'],
    [21_667, '21667'],
    [1870.5, '1870.5'],
    [0.1 + 0.2, '0.3'],
    [-12.25, '-12.25'],
    [0.000_000_012_5, '0.0000000125'],
  ])('writes the number %d in full', (value, text) => {
    expect(cellOf(value, kind)).toBe(text)
  })

  it('writes booleans as words', () => {
    expect(sheetOf([[true, false]], kind).rows).toEqual([['true', 'false']])
  })

  it.each(['UTC', 'America/Montreal', 'Pacific/Auckland', 'Pacific/Apia', 'Europe/Paris'])(
    'keeps the day of a date in %s',
    (zone) => {
      const bytes = spreadsheet({ A: [[serial(42_430), serial(46_348), serial(40_907), serial(42_430.75)]] }, kind)
      process.env['TZ'] = zone
      expect(new Date(0).getTimezoneOffset() === 0).toBe(zone === 'UTC')
      const [sheet] = readSpreadsheet(bytes, kind).sheets
      expect(sheet?.rows).toEqual([['2016-03-01', '2026-11-22', '2011-12-30', '2016-03-01T18:00:00']])
    },
  )

  it('repeats down what is merged over several rows, and leaves the rest of a merged title empty', () => {
    const cells = [
      ['Bilan', null, null],
      ['Région', 'Nom', 'Montant'],
      ['Estrie', 'A', 1],
      [null, 'B', 2],
      [null, 'C', 3],
    ]
    expect(sheetOf({ cells, merges: ['A1:C1', 'A3:A5'] }, kind).rows).toEqual([
      ['Bilan', '', ''],
      ['Région', 'Nom', 'Montant'],
      ['Estrie', 'A', '1'],
      ['Estrie', 'B', '2'],
      ['Estrie', 'C', '3'],
    ])
  })

  it('does not make rows of a merge that hangs below the table', () => {
    expect(
      sheetOf(
        {
          cells: [
            ['Nom', 'Ville'],
            ['A', 'Laval'],
            [null, null],
          ],
          merges: ['A2:A9'],
        },
        kind,
      ).rows,
    ).toHaveLength(2)
  })
})

describe('a cell', () => {
  it('that is a formula gives the value it was saved with', () => {
    expect(cellOf({ t: 'n', v: 3, f: 'SUM(A1:A2)' })).toBe('3')
    expect(cellOf({ t: 's', v: 'oui', f: 'IF(1,"oui","non")' })).toBe('oui')
  })

  it('in error is empty and reported', () => {
    expect(
      sheetOf([
        ['Nom', 'Part'],
        ['A', { t: 'e', v: 0x07 }],
        ['B', 1],
      ]),
    ).toMatchObject({
      rows: [
        ['Nom', 'Part'],
        ['A', ''],
        ['B', '1'],
      ],
      problems: [{ line: 2, key: 'error-cell' }],
    })
  })

  it('whose number has more digits than a spreadsheet keeps is reported', () => {
    expect(sheetOf([['Id'], [1e21]])).toMatchObject({
      rows: [['Id'], ['1000000000000000000000']],
      problems: [{ line: 2, key: 'damaged-number' }],
    })
  })

  it('shown as a month or a year, that its author typed so, gives no day', () => {
    expect(cellOf(serial(42_064, 'mmmm yyyy'))).toBe('2015-03')
    expect(cellOf(serial(42_005, 'yyyy'))).toBe('2015')
  })

  it('shown as a month while it holds a day gives the day', () => {
    expect(cellOf(serial(42_078, 'mmmm yyyy'))).toBe('2015-03-15')
    expect(cellOf(serial(42_064, 'yyyy'))).toBe('2015-03-01')
  })

  it('that is a time of day or a duration is no date', () => {
    expect(cellOf(serial(0.75, 'hh:mm'))).toBe('18:00:00')
    expect(cellOf(serial(1.5, '[h]:mm'))).toBe('36:00:00')
  })

  it('formatted as money is a number', () => {
    expect(cellOf(serial(11_500, '#,##0.00\\ [$€-40C]'))).toBe('11500')
    expect(cellOf(serial(11_500, '#,##0 "dollars"'))).toBe('11500')
  })
})

describe('days', () => {
  it('are counted from 1904 in workbooks of old Macs', () => {
    expect(sheetOf([['Jour'], [serial(46_348 - 1462)]], 'xlsx', true).rows[1]).toEqual(['2026-11-22'])
    expect(sheetOf([['Jour'], [serial(46_348 - 1462)]], 'xls', true).rows[1]).toEqual(['2026-11-22'])
  })

  it('before 1900 are right in OpenDocument', () => {
    expect(sheetOf([['Fondé'], [{ t: 'd', v: new Date('1848-02-24T00:00:00Z') }]], 'ods').rows[1]).toEqual([
      '1848-02-24',
    ])
  })

  it('are right around the 29 February 1900 that never was', () => {
    expect(sheetOf([[serial(1), serial(59), serial(61)]]).rows).toEqual([['1900-01-01', '1900-02-28', '1900-03-01']])
  })
})
