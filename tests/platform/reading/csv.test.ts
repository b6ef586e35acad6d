import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDelimited } from '../../../src/platform/reading/delimited.ts'

const read = (text: string | Buffer) => {
  const workbook = readDelimited(Buffer.from(text as string), 'essai')
  return { ...workbook, sheet: workbook.sheets[0] ?? { name: '', rows: [], lines: [], problems: [] } }
}
const differing = (text: string) => read(text).sheet.problems.map(({ line }) => line)

describe('the separator', () => {
  it.each([
    [';', 'Nom;Ville\nA;Laval\nB;Lévis'],
    [',', 'Nom,Ville\nA,Laval\nB,Lévis'],
    ['\t', 'Nom\tVille\nA\tLaval\nB\tLévis'],
    ['|', 'Nom|Ville\nA|Laval\nB|Lévis'],
  ])('%j is found', (delimiter, text) => {
    expect(read(text)).toMatchObject({
      kind: 'csv',
      delimiter,
      sheet: {
        rows: [
          ['Nom', 'Ville'],
          ['A', 'Laval'],
          ['B', 'Lévis'],
        ],
      },
    })
  })

  it('is not a comma of the prose', () => {
    const text = 'id;titre;mission\n1;1 élève, 1 stage;Aider, accueillir, suivre\n2;Autre;Une, deux, trois, quatre'
    expect(read(text)).toMatchObject({
      delimiter: ';',
      sheet: { rows: { 1: ['1', '1 élève, 1 stage', 'Aider, accueillir, suivre'] } },
    })
  })

  it('is the one that gives more columns when two agree', () => {
    expect(read('Nom, prénom\tVille\tAn\nRoy, Ève\tLaval\t2020\nCôté, Luc\tAlma\t2021').delimiter).toBe('\t')
  })

  it('is found under title rows', () => {
    const text = 'Portefeuille 2026\nMis à jour en mars\n\nNom,Ville,Montant\nA,Laval,12'
    expect(read(text)).toMatchObject({ delimiter: ',', sheet: { lines: [1, 2, 4, 5] } })
  })

  it('may be said by Excel on the first line', () => {
    expect(read('sep=,\nA;B,C\n1;2,3')).toMatchObject({
      delimiter: ',',
      sheet: {
        rows: [
          ['A;B', 'C'],
          ['1;2', '3'],
        ],
        lines: [2, 3],
      },
    })
  })

  it('is absent from a list of one column', () => {
    const list = read('Titre\nAider les gens, vite\nSe loger\nManger ; boire')
    expect(list).not.toHaveProperty('delimiter')
    expect(list.sheet.rows).toEqual([['Titre'], ['Aider les gens, vite'], ['Se loger'], ['Manger ; boire']])
  })
})

describe('lines', () => {
  it('may end in several ways in one file', () => {
    expect(read('a;b\r\n1;2\n3;4\r5;6').sheet.rows).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ])
  })

  it('are numbered as in the file, whatever breaks the cells hold', () => {
    const text = '"Nom\r\ndu projet";"Ville"\r\n\r\n"Une\nidée\nlongue";Laval\r\n;\r\nB;Alma'
    expect(read(text).sheet).toMatchObject({
      rows: [
        ['Nom\ndu projet', 'Ville'],
        ['Une\nidée\nlongue', 'Laval'],
        ['B', 'Alma'],
      ],
      lines: [1, 4, 8],
    })
  })

  it('that are empty go, as do empty columns at the right', () => {
    expect(read('Nom;Ville;;\nA;Laval;;\n;;;\n \nB;Alma;;\n').sheet).toMatchObject({
      rows: [
        ['Nom', 'Ville'],
        ['A', 'Laval'],
        ['B', 'Alma'],
      ],
      problems: [],
    })
  })
})

describe('rows that differ from the header', () => {
  it('are kept and reported when decimal commas were not quoted', () => {
    const text = 'Nom,Ville,Montant\nA,Laval,12\nB,Alma,12,50\nC,Lévis,"13,5"'
    expect(differing(text)).toEqual([3])
    expect(read(text).sheet.rows[2]).toEqual(['B', 'Alma', '12', '50'])
  })

  it('are reported when all do', () => {
    expect(differing('Nom,Ville,Montant\nA,Laval,12,50\nB,Alma,13,25')).toEqual([2, 3])
  })

  it('are reported when they stop short, not when only unnamed columns are missing', () => {
    expect(differing('Nom;Ville;Montant\nA;Laval\nB;Alma;2')).toEqual([2])
    expect(differing('Nom;Ville;;\nA;Laval\nB;Alma;;')).toEqual([])
  })

  it('are not the title rows', () => {
    expect(differing('Liste des projets\nNom;Ville;Montant\nA;Laval;1')).toEqual([])
  })
})

describe('quotes', () => {
  it('inside a cell are kept as they are', () => {
    expect(read('Nom;Taille\nTuyau;5" de long\n"dit "le Grand"";2').sheet.rows.slice(1)).toEqual([
      ['Tuyau', '5" de long'],
      ['"dit "le Grand""', '2'],
    ])
  })

  it('that never close are refused with the line where they open', () => {
    expect(() => read('Nom;Ville\nA;Laval\n"B;Alma\nC;Lévis')).toThrow(
      expect.objectContaining({ key: 'quote-not-closed', line: 3 }),
    )
  })
})

describe('HTML', () => {
  it('is left as it is', () => {
    expect(read('Nom;État\nA;"<font color=""#797"">▲</font> + 23,7 %"').sheet.rows[1]?.[1]).toBe(
      '<font color="#797">▲</font> + 23,7 %',
    )
  })
})

describe('what is no table', () => {
  it.each(['', '\n\n', ';;;\n;;', '\ufeff', '  \n\t\n'])('%j is empty', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ key: 'empty' }))
  })

  it('a line of words is not a table', () => {
    expect(() => read('Bonjour à toutes et à tous.')).toThrow(expect.objectContaining({ key: 'not-a-table' }))
  })
})

describe('a table written as the standard says', () => {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const cell = fc.string({ unit: fc.constantFrom(...'aé0 ;,|\t"\n\r<&’€') })
  const rows = (width: number) =>
    fc.array(fc.array(cell, { minLength: width - 1, maxLength: width - 1 }), { minLength: 1, maxLength: 8 })

  it('comes back cell for cell', () => {
    const tables = fc.integer({ min: 2, max: 5 }).chain((width) => fc.tuple(fc.constant(width), rows(width)))
    fc.assert(
      fc.property(tables, fc.constantFrom(';', ',', '\t', '|'), ([width, body], delimiter) => {
        const table = [
          Array.from({ length: width }, (_, index) => `Colonne ${index}`),
          ...body.map((row) => ['x', ...row]),
        ]
        const text = table.map((row) => row.map(quoted).join(delimiter)).join('\r\n')
        const expected = table.map((row) => row.map((value) => value.replace(/\r\n?/gu, '\n')))
        expect(read(`sep=${delimiter}\n${text}`).sheet).toMatchObject({ rows: expected, problems: [] })
      }),
    )
  })

  it('has its separator found', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aé0 .-’€'), maxLength: 12 })
    const tables = fc
      .integer({ min: 2, max: 6 })
      .chain((width) =>
        fc.array(fc.array(word, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
      )
    fc.assert(
      fc.property(tables, fc.constantFrom(';', ',', '\t', '|'), (body, delimiter) => {
        const text = [body[0]?.map((_, index) => `c${index}`) ?? [], ...body]
          .map((row) => row.join(delimiter))
          .join('\n')
        expect(read(text).delimiter).toBe(delimiter)
      }),
    )
  })
})
