import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { documents } from '../../src/documents/tables.ts'
import { initiativeProofs, initiatives } from '../../src/initiatives/tables.ts'
import { knowledgeContributions } from '../../src/knowledge/tables.ts'
import { attach } from '../dossiers/papers.ts'
import { useHouse } from '../house.ts'
import { attestIt, deedsOn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})

const typed = {
  kind: 'experiential',
  actor: 'Un groupe de parents',
  brought: 'Les trajets du soir manquent',
  effect: 'L’horaire a changé',
  contributedOn: '2026-02-01',
}
const post = (who: Place, fields: Record<string, string> = {}, htmx = false) =>
  house.post(`${page}/contributions`, { ...typed, once: key(), ...fields }, { as: town[who].accountId, htmx })
const rows = () => house.db.select().from(knowledgeContributions)
const standing = async () => (await rows()).filter(({ withdrawnAt }) => withdrawnAt === null)
const kindsCounted = async () => {
  const [row] = await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, one.id))
  return row?.knowledgeKinds ?? 0
}

describe('recording a contribution', () => {
  test.each(['leadCarrier', 'carrier', 'supportPartner', 'taker', 'coordinator', 'administrator'] as const)(
    'is for: %s',
    async (who) => {
      expect((await house.get(`${page}/contributions/new`, { as: town[who].accountId })).status).toBe(200)
      const { status, to } = await post(who)
      expect([status, to]).toEqual([303, `${page}#knowledge`])
      expect(await rows()).toMatchObject([{ kind: 'experiential', who: 'Un groupe de parents', actorId: null }])
      expect(await deedsOn(house, one.id)).toHaveLength(1)
    },
  )

  test.each(['funder', 'member', 'formerPartner', 'invited', 'otherCarrier'] as const)(
    'is not for: %s',
    async (who) => {
      const as = town[who].accountId
      expect((await house.get(`${page}/contributions/new`, { as })).status).toBe(403)
      for (const htmx of [false, true]) expect((await post(who, {}, htmx)).status).toBe(403)
      expect(await rows()).toEqual([])
    },
  )

  test('names an actor of the network when one bears that name, and words otherwise', async () => {
    await post('carrier', { actor: 'fonds du fleuve' })
    await post('carrier', { actor: 'Des gens du quartier' })
    const [first, second] = await rows()
    expect([first!.actorId, first!.who]).toEqual([town.funder.actorId, ''])
    expect([second!.actorId, second!.who]).toEqual([null, 'Des gens du quartier'])
  })

  test.each([
    ['kind', ''],
    ['kind', 'rumour'],
    ['brought', ' '],
    ['actor', ''],
    ['contributedOn', '2026-12-01'],
    ['contributedOn', 'hier'],
    ['sector', 'moon'],
    ['document', 'none'],
  ])('comes back with what was typed when %s is « %s »', async (field, value) => {
    const { status, body } = await post('carrier', { [field]: value })
    expect(status).toBe(422)
    expect(problemAt(body, field).said ?? body).toBeTruthy()
    expect(typedIn(body, 'effect')).toBe('L’horaire a changé')
    expect(await rows()).toEqual([])
  })

  test('names only documents of this initiative that the person sees', async () => {
    const hidden = await attach(house, one.id, { title: 'Budget caché', visibility: 'restricted' })
    const elsewhere = await attach(house, (await town.initiativeAt('mobilisation', { visibility: 'public' })).id)
    const form = await house.get(`${page}/contributions/new`, { as: town.taker.accountId })
    expect(form.body).not.toContain('Budget caché')
    expect((await post('taker', { document: hidden.id })).status).toBe(422)
    expect((await post('carrier', { document: elsewhere.id })).status).toBe(422)
    expect((await post('carrier', { document: hidden.id })).status).toBe(303)
  })

  test('posted twice records once', async () => {
    const once = key()
    await post('carrier', { once })
    await post('carrier', { once })
    expect(await rows()).toHaveLength(1)
  })
})

describe('taking a contribution back', () => {
  const withdraw = async (who: Place) => {
    const [row] = await standing()
    const path = `${page}/contributions/${row!.id}/withdrawal`
    const asked = await house.get(path, { as: town[who].accountId })
    const done = await house.post(path, { once: key() }, { as: town[who].accountId })
    return [asked.status, done.status]
  }

  test('is for whoever recorded it, and for carriers and coordinators', async () => {
    for (const who of ['taker', 'carrier', 'coordinator'] as const) {
      await post('taker')
      expect(await withdraw(who)).toEqual([200, 303])
    }
    expect(await standing()).toEqual([])
    expect(await rows()).toHaveLength(3)
    const deeds = await deedsOn(house, one.id)
    expect(deeds.filter((deed) => deed.startsWith('knowledge_withdrawn'))).toEqual([
      'knowledge_withdrawn as taker',
      'knowledge_withdrawn as carrier',
      'knowledge_withdrawn as coordinator',
    ])
  })

  test('is not for others', async () => {
    await post('carrier')
    for (const who of ['taker', 'supportPartner', 'funder', 'member'] as const)
      expect(await withdraw(who)).toEqual([403, 403])
    expect(await standing()).toHaveLength(1)
  })

  test('is done once, and not by way of another initiative', async () => {
    await post('carrier')
    const [row] = await standing()
    const as = town.coordinator.accountId
    const other = await town.initiativeAt('mobilisation')
    const path = (slug: string) => `/initiatives/${slug}/contributions/${row!.id}/withdrawal`
    expect((await house.post(path(other.slug), { once: key() }, { as })).status).toBe(404)
    expect((await house.post(path(one.slug), { once: key() }, { as })).status).toBe(303)
    expect((await house.post(path(one.slug), { once: key() }, { as })).status).toBe(404)
  })
})

describe('the diversity of the mobilisation', () => {
  const section = async (who: Place | 'visitor') => {
    const { body } = await house.get(page, who === 'visitor' ? {} : { as: town[who].accountId })
    return /<section class="panel" id="knowledge"[\s\S]*?<\/section>/.exec(body)?.[0] ?? ''
  }

  test('counts the kinds that stand, as the gate does', async () => {
    for (const kind of ['experiential', 'experiential', 'professional']) await post('carrier', { kind })
    expect(await kindsCounted()).toBe(2)
    expect(await section('carrier')).toContain('2 savoirs sur 4')
    expect(await section('carrier')).toContain('Trois types de savoirs apportés le remplissent')
    await post('carrier', { kind: 'institutional' })
    expect(await kindsCounted()).toBe(3)
    expect(await section('carrier')).toContain('Rempli\u00a0: trois types de savoirs au moins')
    const institutional = (await standing()).find(({ kind }) => kind === 'institutional')!
    await house.post(
      `${page}/contributions/${institutional.id}/withdrawal`,
      { once: key() },
      { as: town.carrier.accountId },
    )
    expect(await kindsCounted()).toBe(2)
  })

  test('says that M1 is met by a statement, when it is', async () => {
    await post('carrier')
    await attestIt(house, one.slug, 'M1', town.carrier.by)
    expect(await section('visitor')).toContain('Rempli par une attestation.')
  })

  test('says which kind is missing, and offers it to those who may bring it', async () => {
    await post('carrier')
    expect(await section('taker')).toContain('/contributions/new?kind=scientific')
    expect(await section('visitor')).toContain('savoir scientifique ou technique')
    expect(await section('visitor')).not.toContain('/contributions/new')
  })

  test('is not there for those who can add nothing where nothing was brought', async () => {
    expect(await section('member')).toBe('')
    expect(await section('carrier')).toContain('Ajouter un apport')
  })

  test('names an actor as far as the actor may be seen, and what was brought to everybody', async () => {
    const change = (visibility: 'public' | 'network' | 'restricted') =>
      house.db.commit((tx) => [tx.update(actors).set({ visibility }).where(eq(actors.id, town.funder.actorId))])
    await post('carrier', { actor: 'Fonds du fleuve' })
    await change('network')
    for (const who of ['visitor', 'member', 'coordinator'] as const) {
      expect(await section(who)).toContain('Les trajets du soir manquent')
      expect([who, (await section(who)).includes('Fonds du fleuve')]).toEqual([who, who !== 'visitor'])
    }
    await change('restricted')
    const sees = { visitor: false, member: false, carrier: false, funder: true, coordinator: true } as const
    for (const [who, named] of Object.entries(sees) as [Place | 'visitor', boolean][]) {
      expect([who, (await section(who)).includes('Fonds du fleuve')]).toEqual([who, named])
    }
  })

  test('names the actor that is left when two turn out to be one', async () => {
    await post('carrier', { actor: 'Fonds du fleuve' })
    const [fund] = await house.db.select().from(actors).where(eq(actors.id, town.funder.actorId))
    const fields = { version: String(fund!.version), into: 'Coop des marais', once: key() }
    expect((await house.post(`/actors/${fund!.slug}/merge`, fields, { as: town.coordinator.accountId })).status).toBe(
      303,
    )
    expect(await rows()).toMatchObject([{ actorId: town.taker.actorId }])
    expect(await section('member')).toContain('Coop des marais')
  })

  test('names a document to those alone who see it', async () => {
    const held = await attach(house, one.id, { title: 'Étude de besoins', visibility: 'team' })
    await post('carrier', { document: held.id })
    expect(await section('taker')).toContain('Étude de besoins')
    for (const who of ['visitor', 'member'] as const) {
      expect(await section(who)).not.toContain('Étude de besoins')
      expect(await section(who)).not.toContain(held.id)
    }
    await house.db.commit((tx) => [tx.update(documents).set({ binnedAt: house.now })])
    expect(await section('taker')).not.toContain('Étude de besoins')
  })
})

describe('when the initiative is merged into another', () => {
  const merged = async (visibility: 'public' | 'restricted') => {
    const [from, into] = [await town.initiativeAt('mobilisation', { visibility }), one]
    const by = { as: town.coordinator.accountId }
    await house.post(`/initiatives/${from.slug}/contributions`, { ...typed, once: key() }, by)
    const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, from.id))
    const fields = { into: into.slug, version: String(row!.version), reason: 'La même', once: key() }
    await house.post(`/initiatives/${from.slug}/merge`, fields, by)
    return rows()
  }

  test('what was brought to it was brought to the one that stays', async () => {
    expect(await merged('public')).toMatchObject([{ initiativeId: one.id }])
    expect(await kindsCounted()).toBe(1)
  })

  test('what only its team saw stays with it', async () => {
    const [contribution] = await merged('restricted')
    expect(contribution!.initiativeId).not.toBe(one.id)
    expect(await kindsCounted()).toBe(0)
  })
})
