import { describe, expect, it } from 'vitest'
import { columnNames, suggestHeaderRow } from '../../../src/platform/reading/header.ts'

describe('the header row', () => {
  it.each([
    [
      'is the first',
      0,
      [
        ['Nom', 'Ville'],
        ['A', 'Laval'],
      ],
    ],
    [
      'lies under titles',
      2,
      [
        ['Bilan', '', '', ''],
        ['Mars', '2026', '', ''],
        ['Nom', 'Ville', 'An', 'Part'],
        ['A', 'Laval', '2020', '1'],
      ],
    ],
    [
      'may hold years',
      0,
      [
        ['Nom', '2012', '2013'],
        ['A', '1', '2'],
      ],
    ],
    [
      'is words, not figures',
      1,
      [
        ['2026-01-01', '12', '13,5'],
        ['Nom', 'Ville', 'An'],
        ['A', 'Laval', '1'],
      ],
    ],
    [
      'may leave columns unnamed',
      0,
      [
        ['Nom', 'Ville', ''],
        ['A', 'Laval', '1'],
        ['B', 'Alma', '2'],
      ],
    ],
    [
      'is the first of a table of figures only',
      0,
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['is the first of one column', 0, [['Titre'], ['A']]],
  ])('%s', (_, index, rows) => {
    expect(suggestHeaderRow({ rows })).toBe(index)
  })

  it('is zero when there is no row', () => {
    expect(suggestHeaderRow({ rows: [] })).toBe(0)
  })
})

describe('columns', () => {
  it('are named without line breaks, numbered when doubled, lettered when nameless', () => {
    const rows = [
      ['Nom\ndu  projet', 'Montant', ' Montant\u00a0', '', 'montant'],
      ['A', '1', '2', '3', '4'],
    ]
    expect(columnNames({ rows }, 0)).toEqual([
      { index: 0, name: 'Nom du projet', letter: 'A' },
      { index: 1, name: 'Montant', letter: 'B' },
      { index: 2, name: 'Montant (2)', letter: 'C' },
      { index: 3, name: '', letter: 'D' },
      { index: 4, name: 'montant (3)', letter: 'E' },
    ])
  })

  it('do not take a number that a column already bears', () => {
    const names = columnNames({ rows: [['Part', 'Part (2)', 'Part']] }, 0).map(({ name }) => name)
    expect(names).toEqual(['Part', 'Part (2)', 'Part (3)'])
  })

  it('are lettered as in a spreadsheet', () => {
    const letters = columnNames({ rows: [Array.from({ length: 60 }, () => '')] }, 0).map(({ letter }) => letter)
    expect([letters[0], letters[25], letters[26], letters[51], letters[52]]).toEqual(['A', 'Z', 'AA', 'AZ', 'BA'])
  })

  it('are all there, header or not', () => {
    expect(columnNames({ rows: [['Nom'], ['A', 'plus']] }, 0)).toHaveLength(2)
    expect(columnNames({ rows: [] }, 3)).toEqual([])
  })
})
