import { beforeEach, describe, expect, test } from 'vitest'
import type { ReportSight } from '../../src/domain/report.ts'
import { reports } from '../../src/reports/tables.ts'
import { useHouse } from '../house.ts'
import { key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
  await town.initiativeAt('mobilisation', { visibility: 'public' })
})

const begin = (who: Place, fields: Record<string, string> = {}, htmx = false) =>
  house.post(
    '/reports',
    {
      title: 'Bilan',
      template: 'year',
      sight: 'actor',
      actor: town[who].actorId,
      fiscalStart: '04-01',
      once: key(),
      ...fields,
    },
    { as: town[who].accountId, htmx },
  )
const rows = () => house.db.select().from(reports)
const draft = async (who: Place = 'coordinator', sight: ReportSight = 'network') => {
  await begin(who, { sight })
  return (await rows()).at(-1)!
}

describe('beginning a report', () => {
  test.each(['leadCarrier', 'carrier', 'supportPartner', 'funder', 'coordinator', 'administrator'] as const)(
    'is for: %s',
    async (who) => {
      expect((await house.get('/reports/new', { as: town[who].accountId })).status).toBe(200)
      expect(await begin(who)).toMatchObject({ status: 303 })
      expect(await rows()).toMatchObject([{ sight: 'actor', actorId: town[who].actorId, title: 'Bilan' }])
    },
  )

  test.each(['taker', 'member', 'formerPartner', 'invited'] as const)('is not for: %s', async (who) => {
    expect((await house.get('/reports/new', { as: town[who].accountId })).status).toBe(403)
    for (const htmx of [false, true]) expect((await begin(who, {}, htmx)).status).toBe(403)
    expect(await rows()).toEqual([])
  })

  test('is for nobody who did not sign in', async () => {
    expect((await house.get('/reports/new')).status).toBe(403)
    expect((await house.post('/reports', { title: 'Bilan' })).status).toBe(403)
  })

  test('shows only what those see for whom one acts, unless one coordinates', async () => {
    for (const sight of ['public', 'network', 'coordination']) {
      const answer = await begin('funder', { sight })
      expect(answer.status).toBe(422)
      expect(answer.body).toContain('Seule la coordination publie')
    }
    const other = await begin('funder', { actor: town.leadCarrier.actorId })
    expect(other.status).toBe(422)
    expect(typedIn(other.body, 'title')).toBe('Bilan')
    for (const sight of ['public', 'network', 'coordination'])
      expect((await begin('coordinator', { sight })).status).toBe(303)
  })

  test('twice with one form makes one', async () => {
    const once = key()
    await begin('coordinator', { once })
    await begin('coordinator', { once })
    expect(await rows()).toHaveLength(1)
  })
})

describe('what a report asks', () => {
  const asks = {
    title: 'Bilan',
    sight: 'network',
    period: 'free',
    from: '2025-04-01',
    until: '2026-02-28',
    comparison: 'none',
    fiscalStart: '04-01',
    leverage: 'others_on_own',
  }
  const edit = async (fields: Record<string, string>) => {
    const { slug, version } = (await rows())[0]!
    return house.post(
      `/reports/${slug}`,
      { ...asks, version: String(version), once: key(), ...fields },
      { as: town.coordinator.accountId },
    )
  }
  beforeEach(() => draft())

  test('is kept, and the as-of day is the last of the period unless another is said', async () => {
    expect((await edit({ comparison: 'year_before', currency: 'CAD' })).status).toBe(303)
    expect((await rows())[0]!.query).toMatchObject({
      period: { from: '2025-04-01', until: '2026-02-28' },
      asOf: '2026-02-28',
      compare: { asOf: '2025-02-28', period: { from: '2024-04-01', until: '2025-02-28' } },
      currency: 'CAD',
    })
  })

  test('known on a day means until its last moment in the time zone of the network', async () => {
    await edit({ knownOn: '2026-02-01' })
    expect((await rows())[0]!.query.knownAt).toBe('2026-02-02T04:59:59.999Z')
  })

  test.each([
    ['until', { until: '2025-03-01' }, 'précède'],
    ['until', { until: '2026-12-31' }, 'avenir'],
    ['from', { from: '2025-02-30' }, 'n’existe pas'],
    ['from', { from: '' }, 'nécessaire'],
    ['asOf', { asOf: '2026-03-03' }, 'avenir'],
    ['knownOn', { knownOn: '2027-01-01' }, 'avenir'],
    ['compareOn', { comparison: 'date' }, 'nécessaire'],
    ['compareOn', { comparison: 'date', compareOn: '2026-02-28' }, 'même jour'],
    ['territory', { territory: 'Nulle part' }, 'inconnu'],
    ['funder', { funder: 'Personne' }, 'inconnu'],
    ['fiscalStart', { fiscalStart: '13-45' }, '04-01'],
  ])('with a bad %s comes back with what was typed', async (field, fields, said) => {
    const { status, body } = await edit({ title: 'Mon bilan', ...fields })
    expect([status, problemAt(body, field)]).toMatchObject([422, { said: expect.stringContaining(said) as string }])
    expect(typedIn(body, 'title')).toBe('Mon bilan')
    expect((await rows())[0]!.title).toBe('Bilan')
  })

  test('changed by two at once says so to the second', async () => {
    const { version } = (await rows())[0]!
    await edit({ title: 'A' })
    const second = await edit({ title: 'B', version: String(version) })
    expect(second.status).toBe(409)
    expect(typedIn(second.body, 'title')).toBe('B')
  })
})

describe('sections and texts', () => {
  const post = async (path: string, fields: Record<string, string>, who: Place = 'coordinator') => {
    const { slug, version } = (await rows())[0]!
    return house.post(
      `/reports/${slug}/blocks${path}`,
      { version: String(version), once: key(), ...fields },
      { as: town[who].accountId },
    )
  }
  const blocks = async () =>
    (await rows())[0]!.query.blocks.map((block) => ('section' in block ? block.section : block.words))
  beforeEach(() => begin('coordinator', { template: 'blank', sight: 'network' }))

  test('are added, ordered, rewritten and taken away, each by a button of its own', async () => {
    await post('', { block: 'stock' })
    await post('', { block: 'words' })
    await post('/2/words', { words: 'Une **année** de passage' })
    await post('/2/position', { to: '0' })
    expect(await blocks()).toEqual(['Une **année** de passage', 'summary', 'stock'])
    await post('/1/removal', {})
    expect(await blocks()).toEqual(['Une **année** de passage', 'stock'])
  })

  test('a section comes once; a text is not empty', async () => {
    expect((await post('', { block: 'summary' })).status).toBe(422)
    expect((await post('', { block: 'nonsense' })).status).toBe(422)
    await post('', { block: 'words' })
    expect((await post('/1/words', { words: ' ' })).status).toBe(422)
  })

  test('a script in a text is words', async () => {
    await post('', { block: 'words' })
    await post('/1/words', { words: '<script>alert(1)</script> [x](javascript:alert(1))' })
    const { body } = await house.get(`/reports/${(await rows())[0]!.slug}`, { as: town.coordinator.accountId })
    expect(body).not.toMatch(/<script>alert|href="javascript/)
  })

  test('are hidden from whoever may not see the draft', async () => {
    expect((await post('', { block: 'stock' }, 'funder')).status).toBe(404)
  })
})

describe('a draft', () => {
  test('is seen by its author and by coordinators', async () => {
    const { slug } = await draft('funder', 'actor')
    const seen = async (who?: Place) => (await house.get(`/reports/${slug}`, { as: who && town[who].accountId })).status
    expect([await seen('funder'), await seen('coordinator')]).toEqual([200, 200])
    expect([await seen('leadCarrier'), await seen('member'), await seen()]).toEqual([404, 404, 404])
  })
})
