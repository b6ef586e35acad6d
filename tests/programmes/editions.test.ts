import { beforeEach, describe, expect, test } from 'vitest'
import { eq } from 'drizzle-orm'
import { initiatives } from '../../src/initiatives/tables.ts'
import { enrolledIn } from '../../src/programmes/queries.ts'
import { editions, programmes } from '../../src/programmes/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { enrolmentsIn, holds } from './holding.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

const coordinator = () => ({ as: town.coordinator.accountId })
const said = { name: 'CO-LAB', description: '', visibility: 'public' }
const first = {
  name: '1re édition',
  theme: 'Milieux de vie',
  startsOn: '2026-01-10',
  endsOn: '2026-02-20',
  envelope: '14 000,50 $',
  currency: 'CAD',
}

describe('a programme', () => {
  test('is created by a coordinator, holds editions, and keeps its address when its name changes', async () => {
    const made = await house.post('/programmes', said, coordinator())
    expect(made.to).toBe('/programmes/co-lab')
    const { to } = await house.post('/programmes/co-lab/editions', first, coordinator())
    expect(to).toBe('/editions/co-lab-1re-edition')
    const renamed = await house.submit(
      '/programmes/co-lab',
      { ...said, name: 'CO-LAB Laurentides', version: '1' },
      coordinator(),
    )
    expect(renamed.body).toContain('CO-LAB Laurentides')
    expect(renamed.body).toMatch(/14\s000,50\s\$/)
  })

  test('is made by nobody else', async () => {
    expect((await house.post('/programmes', said, { as: town.member.accountId })).status).toBe(403)
    expect((await house.post('/programmes', said)).status).toBe(404)
    expect(await house.db.select().from(programmes)).toEqual([])
  })

  test('that two people edit at once shows both versions', async () => {
    const { programme } = await holds(house)
    const at = `/programmes/${programme.slug}`
    await house.post(at, { ...said, version: '1' }, coordinator())
    const late = await house.post(at, { ...said, name: 'Autre nom', version: '1' }, coordinator())
    expect(late.status).toBe(409)
    expect(late.body).toContain('Autre nom')
    expect(late.body).toContain('CO-LAB')
  })

  test('for the network is not there for a visitor, nor on its editions, nor in a search', async () => {
    const { programme, edition } = await holds(house, [], { visibility: 'network' })
    for (const path of [`/programmes/${programme.slug}`, `/editions/${edition.slug}`]) {
      expect((await house.get(path)).status).toBe(404)
      expect((await house.get(path, { as: town.member.accountId })).status).toBe(200)
    }
    expect((await house.get('/programmes')).body).not.toContain(programme.slug)
    expect((await house.get('/search?q=programme')).body).not.toContain(programme.slug)
    const found = await house.get('/search?q=programme', { as: town.member.accountId })
    expect(found.body).toContain(`/programmes/${programme.slug}`)
  })
})

describe('an edition', () => {
  const amounts: [string, string, string][] = [
    ['1,870', 'CAD', 'se lit de deux façons'],
    ['beaucoup', 'CAD', 'Ce n’est pas un montant'],
    ['-5', 'CAD', 'Ce n’est pas un montant'],
    ['10,555', 'EUR', 'se lit de deux façons'],
    ['10,5555', 'EUR', 'deux décimales'],
    ['500 €', 'CAD', 'une autre devise'],
    ['500 $', 'EUR', 'une autre devise'],
  ]
  test.each(amounts)(
    'whose envelope is written %s in %s comes back with what was typed',
    async (envelope, currency, why) => {
      const { programme } = await holds(house)
      const path = `/programmes/${programme.slug}/editions`
      const answer = await house.post(path, { ...first, envelope, currency }, coordinator())
      expect(answer.status).toBe(422)
      expect(answer.body).toContain(why)
      expect(answer.body).toContain(`value="${envelope}"`)
    },
  )

  test('ends on the day it begins or later', async () => {
    const { programme } = await holds(house)
    const path = `/programmes/${programme.slug}/editions`
    expect((await house.post(path, { ...first, endsOn: '2025-01-01' }, coordinator())).status).toBe(422)
    expect((await house.post(path, { ...first, endsOn: first.startsOn }, coordinator())).status).toBe(303)
  })

  test('may be without end and without envelope', async () => {
    const { edition } = await holds(house)
    const path = `/editions/${edition.slug}`
    await house.post(path, { ...first, endsOn: '', envelope: '', version: '1' }, coordinator())
    const [row] = await house.db.select().from(editions)
    expect(row).toMatchObject({ endsOn: null, envelopeCents: null, currency: null, version: 2 })
    expect((await house.post(path, { ...first, name: 'Trop tard', version: '1' }, coordinator())).status).toBe(409)
  })
})

describe('a team', () => {
  test('is enrolled by a coordinator, found by its title, once, and withdrawn', async () => {
    const one = await town.initiativeAt('mobilisation', { title: 'Cuisine de gare', visibility: 'public' })
    const { edition } = await holds(house)
    const at = `/editions/${edition.slug}`
    expect((await house.get(`${at}?q=cuisine`, coordinator())).body).toContain('Cuisine de gare')
    expect((await house.get(`${at}?q=cuisine`)).body).not.toContain('Cuisine de gare')

    const fields = { initiative: `https://sillon.example/initiatives/${one.slug}#timeline`, since: '2026-01-15' }
    expect((await house.post(`${at}/enrolments`, fields, { as: town.leadCarrier.accountId })).status).toBe(403)
    expect((await house.post(`${at}/enrolments`, fields, coordinator())).status).toBe(303)
    expect(await enrolmentsIn(house, edition.id)).toEqual([one.id])
    const twice = await house.post(`${at}/enrolments`, fields, coordinator())
    expect(twice.status).toBe(422)
    expect(twice.body).toContain('déjà inscrite')
    const unknown = await house.post(`${at}/enrolments`, { ...fields, initiative: 'nulle-part' }, coordinator())
    expect(unknown.status).toBe(422)

    const sheet = await house.get(`/initiatives/${one.slug}`)
    expect(sheet.body).toContain(`/editions/${edition.slug}`)
    const page = await house.get(at, coordinator())
    const withdrawal = /action="([^"]+\/withdrawal)"/.exec(page.body)?.[1]
    expect((await house.post(withdrawal!, {}, { as: town.leadCarrier.accountId })).status).toBe(403)
    expect((await house.post(withdrawal!, {}, coordinator())).status).toBe(303)
    expect((await house.post(withdrawal!, {}, coordinator())).status).toBe(404)
    expect(await enrolmentsIn(house, edition.id)).toEqual([])
  })

  test('that a reader may not see is not named, not counted, and not searched', async () => {
    const hidden = await town.initiativeAt('feedback', { title: 'Secret de famille', visibility: 'restricted' })
    const seen = await town.initiativeAt('feedback', { title: 'Jardin ouvert', visibility: 'public' })
    const { programme, edition } = await holds(house, [hidden.id, seen.id])
    const body = async (path: string, as?: string) => (await house.get(path, { as })).body
    expect(await body(`/editions/${edition.slug}`)).not.toContain('Secret de famille')
    expect(await body(`/editions/${edition.slug}`)).toContain('1 équipe')
    expect(await body(`/editions/${edition.slug}`, town.leadCarrier.accountId)).toContain('Secret de famille')
    const counted = (text: string) => /data-label="Équipes">(\d+)</.exec(text)?.[1]
    expect(counted(await body(`/programmes/${programme.slug}`))).toBe('1')
    expect(counted(await body(`/programmes/${programme.slug}`, town.coordinator.accountId))).toBe('2')
  })

  test('is counted where it stands today; what is out of reports is not counted', async () => {
    const ids = [
      await town.initiativeAt('emergence', { visibility: 'public', title: 'Un' }),
      await town.initiativeAt('appropriation', { visibility: 'public', title: 'Deux', status: 'sustained' }),
      await town.initiativeAt('feedback', { visibility: 'public', title: 'Trois', status: 'discontinued' }),
      await town.initiativeAt('feedback', { visibility: 'public', title: 'Quatre', columns: { isExcluded: true } }),
    ].map(({ id }) => id)
    const { programme } = await holds(house, ids)
    const { body } = await house.get(`/programmes/${programme.slug}`)
    const cell = (label: string) => new RegExp(`data-label="${label}">(\\d+)<`).exec(body)?.[1]
    expect(['Équipes', 'Émergence', 'Rétroaction', 'Pérennisées ou transférées', 'Abandonnées'].map(cell)).toEqual([
      '3',
      '1',
      '0',
      '1',
      '1',
    ])
  })

  test('goes along when initiatives are merged; in an edition where both are, one stays', async () => {
    const from = await town.initiativeAt('feedback', { title: 'Jardin double', visibility: 'public' })
    const into = await town.initiativeAt('feedback', { title: 'Jardin vrai', visibility: 'public' })
    const both = await holds(house, [from.id, into.id])
    const alone = await holds(house, [from.id])
    const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, from.id))
    const fields = { version: String(row!.version), into: into.slug, reason: 'Deux fois la même.' }
    expect((await house.post(`/initiatives/${from.slug}/merge`, fields, coordinator())).status).toBe(303)
    expect(await enrolmentsIn(house, both.edition.id)).toEqual([into.id])
    expect(await enrolmentsIn(house, alone.edition.id)).toEqual([into.id])
  })

  test('is found by a filter on its edition', async () => {
    const one = await town.initiativeAt('feedback', { title: 'Inscrite', visibility: 'public' })
    await town.initiativeAt('feedback', { title: 'Pas inscrite', visibility: 'public' })
    const { edition } = await holds(house, [one.id])
    const rows = await house.db.select({ id: initiatives.id }).from(initiatives).where(enrolledIn(edition.slug))
    expect(rows).toEqual([{ id: one.id }])
  })
})
