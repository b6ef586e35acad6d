import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { Schema } from 'tableschema'
import { beforeEach, describe, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { type Settled, settle, type Town } from '../town.ts'
import { carries, type Entry, funded, organisation } from './ledger.ts'
import { hasScdlStandard, scdlSchema } from './standards.ts'

const house = useHouse()
let town: Town
let one: Settled
let [funder, carrier] = ['', '']

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { title: 'Cuisine de gare', visibility: 'public' })
  funder = await organisation(house, 'Métropole de Lyon', { siret: '20004697700019' })
  carrier = await organisation(house, 'Les ateliers ; du Rhône', { siret: '38047555800058', rna: 'W691234567' })
  await carries(house, carrier, one.id)
})

const confirmed: Entry = { status: 'confirmed', cents: 4_780_020, on: '2026-01-20' }
const award = (entries: Entry[], wanted: Partial<Parameters<typeof funded>[1]> = {}) =>
  funded(house, { initiativeId: one.id, funderId: funder, currency: 'EUR', ...wanted }, entries)

async function rows(): Promise<Record<string, string>[]> {
  const { status, body } = await house.get('/open/scdl.csv')
  expect(status).toBe(200)
  return parse(body, { columns: true })
}

interface Described {
  fields: { name: string; constraints?: { required?: boolean } }[]
}

/** What the table schema, its constraints and its own further checks say against the rows. */
async function problems(found: readonly Record<string, string>[]): Promise<string[]> {
  const described = JSON.parse(readFileSync(scdlSchema, 'utf8')) as Described
  const schema: Schema = await Promise.resolve(Schema.load(described))
  expect(schema.errors).toEqual([])
  return found.flatMap((row) => {
    const cells = described.fields.map(({ name }) => row[name] ?? '')
    const said: string[] = []
    try {
      schema.castRow(cells)
    } catch (error) {
      said.push(...((error as { errors?: Error[] }).errors ?? [error as Error]).map(({ message }) => message))
    }
    for (const column of ['idAttribuant', 'idBeneficiaire']) {
      if (row[column] && !/^\d{14}$/.test(row[column])) said.push(`${column}: not a SIRET`)
    }
    if (!row.idBeneficiaire && !row.rnaBeneficiaire) said.push('idBeneficiaire or rnaBeneficiaire is required')
    return said
  })
}

describe('the SCDL file', () => {
  test.skipIf(!hasScdlStandard)('is valid against the published table schema: its columns, in its order', async () => {
    await award([confirmed])
    await award([{ status: 'requested', cents: 9_000_000, on: '2025-01-02' }, confirmed], { dueOn: ['2026-02-01'] })
    await award([confirmed], { dueOn: ['2026-02-01', '2027-02-01'], purpose: 'é'.repeat(400) })
    await award([{ ...confirmed, cents: 100 }], { kind: 'in_kind' })
    const { body } = await house.get('/open/scdl.csv')
    const { fields } = JSON.parse(readFileSync(scdlSchema, 'utf8')) as Described
    expect(body.split('\n')[0]).toBe(fields.map(({ name }) => name).join(','))
    const found = await rows()
    expect(found).toHaveLength(4)
    expect(await problems(found)).toEqual([])
    // The test would see a fault.
    expect(await problems([{ ...found[0]!, idAttribuant: '123' }])).not.toEqual([])
    expect(await problems([{ ...found[0]!, nature: 'un cadeau' }])).not.toEqual([])
  })

  test('says who subsidises whom, how much and how it is paid', async () => {
    const id = await award(
      [
        { status: 'requested', cents: 5_000_000, on: '2025-12-01' },
        confirmed,
        { status: 'disbursed', cents: 1_000_000, on: '2026-01-25' },
        { status: 'disbursed', cents: 1_000_000, on: '2026-02-01' },
      ],
      { dueOn: ['2027-02-01'], purpose: 'Cuisine partagée' },
    )
    expect(await rows()).toEqual([
      expect.objectContaining({
        idSubvention: id,
        nomAttribuant: 'Métropole de Lyon',
        idAttribuant: '20004697700019',
        nomBeneficiaire: 'Les ateliers ; du Rhône',
        idBeneficiaire: '38047555800058',
        rnaBeneficiaire: 'W691234567',
        exerciceBudgetaire: '2026',
        pluriannualite: 'non',
        anneesPluriannualite: '',
        dateConvention: '2026-01-20',
        referenceDecision: 'CONV-7',
        objet: 'Cuisine partagée',
        nature: 'aide en numéraire',
        montantDemande: '50000',
        montant: '47800.2',
        conditionsVersement: 'échelonné',
        descriptionConditionsVersement: '2 versements',
        datesPeriodeVersement: '2026-01-25/2026-02-01',
        pourcentageSubvention: '1',
        notificationUE: 'non',
        dateMiseAJour: '2026-03-02',
      }),
    ])
  })

  test('says « unique » of one payment once all is paid, and « autre » before', async () => {
    const payment: Entry = { status: 'disbursed', cents: 4_780_020, on: '2025-02-01' }
    await award([confirmed, payment])
    await award([confirmed, { ...payment, cents: 100 }])
    await award([confirmed])
    expect((await rows()).map((row) => [row.conditionsVersement, row.datesPeriodeVersement])).toEqual([
      ['unique', '2025-02-01'],
      ['autre', '2025-02-01'],
      ['autre', '2026-01-20'],
    ])
  })

  test('leaves out what is not in euros or has no SIRET, and the page says how many', async () => {
    const unnumbered = await organisation(house, 'Fonds sans numéro')
    const other = await town.initiativeAt('feedback', { visibility: 'public' })
    await carries(house, await organisation(house, 'Association sans numéro', { rna: 'W691234568' }), other.id)
    await award([confirmed], { currency: 'CAD' })
    await award([confirmed], { funderId: unnumbered })
    await award([confirmed], { initiativeId: other.id })
    // In kind, the RNA of an association is enough.
    await award([confirmed], { initiativeId: other.id, kind: 'in_kind' })
    expect(await rows()).toEqual([expect.objectContaining({ idBeneficiaire: '', rnaBeneficiaire: 'W691234568' })])
    const { body } = await house.get('/open')
    for (const reason of [
      'Dans une autre monnaie',
      'Le bailleur n’a pas de SIRET',
      'L’organisme bénéficiaire n’a pas',
    ]) {
      expect(body).toMatch(new RegExp(`${reason}[^<]*</span><strong>1<`))
    }
  })

  test('has its header alone when there is nothing', async () => {
    expect(await rows()).toEqual([])
    expect((await house.get('/open/scdl.csv')).body).toMatch(/^idSubvention,/)
  })

  test('hands no formula to a spreadsheet', async () => {
    await award([confirmed], { purpose: '=HYPERLINK("https://exemple.org")' })
    expect((await rows())[0]!.objet).toBe(`'=HYPERLINK("https://exemple.org")`)
  })
})
