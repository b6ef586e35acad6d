import { describe, expect, it } from 'vitest'
import { suggestColumns, suggestValues } from '../../../src/platform/reading/suggest.ts'

const fields = [
  { field: 'title', names: ['titre', 'nom', 'nom du projet'] },
  { field: 'amount', names: ['montant'] },
  { field: 'startedOn', names: ['début', 'date de début', 'start'] },
  { field: 'actor', names: ['acteur', 'bénéficiaire'] },
] as const
const mutable = fields.map(({ field, names }) => ({ field, names: [...names] }))

describe('columns are suggested', () => {
  it('by the same name, whatever the case, accents and plural', () => {
    expect(suggestColumns(['MONTANTS', 'Debut', 'Titre', 'Bénéficiaires'], mutable)).toEqual({
      title: 2,
      amount: 0,
      startedOn: 1,
      actor: 3,
    })
  })

  it('by words contained, the longest first', () => {
    expect(suggestColumns(['Nom bénéficiaire', 'Nom du projet financé', 'Montant accordé (€)'], mutable)).toEqual({
      title: 1,
      amount: 2,
      startedOn: undefined,
      actor: 0,
    })
  })

  it('once each: the same name wins over a name that contains it', () => {
    expect(suggestColumns(['Montant demandé', 'Montant'], mutable)).toMatchObject({ amount: 1 })
    const twice = [
      { field: 'a', names: ['nom'] },
      { field: 'b', names: ['nom'] },
    ]
    expect(suggestColumns(['Nom'], twice)).toEqual({ a: 0, b: undefined })
  })

  it('by whole words only', () => {
    expect(suggestColumns(['Prénom', 'Montantin', ''], mutable)).toEqual({
      title: undefined,
      amount: undefined,
      startedOn: undefined,
      actor: undefined,
    })
  })
})

describe('values are suggested', () => {
  const options = [
    { option: 'emergence', names: ['émergence', 'investigation'] },
    { option: 'discontinued', names: ['abandon', 'arrêté'] },
    { option: 'sustained', names: ['opéré', '___'] },
  ]

  it('by the same name, then by words contained', () => {
    expect(suggestValues(['Investigation', 'ARRETE', 'phase d’émergence', '__proto__', ''], options)).toEqual(
      Object.fromEntries([
        ['Investigation', 'emergence'],
        ['ARRETE', 'discontinued'],
        ['phase d’émergence', 'emergence'],
        ['__proto__', undefined],
        ['', undefined],
      ]),
    )
  })

  it('but not when two options fit as well', () => {
    expect(suggestValues(['abandon-investigation'], options)).toEqual({ 'abandon-investigation': undefined })
  })
})
