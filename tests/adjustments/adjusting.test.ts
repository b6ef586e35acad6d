import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { adjustmentFeedbacks, adjustments } from '../../src/adjustments/tables.ts'
import { initiativeProofs } from '../../src/initiatives/tables.ts'
import { solutionVersions } from '../../src/pilots/tables.ts'
import { heard, tested, version } from '../feedback/said.ts'
import { useHouse } from '../house.ts'
import { deedsOn, key, problemAt, typedIn, versionOf } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { decided } from './decided.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string
let said: string[]
let pilot: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
  pilot = await tested(house, one.id)
  said = await heard(house, pilot, [{ toChange: 'Partir plus tard le soir' }, { helps: 'Le chauffeur attend' }])
})

type Typed = Record<string, string | string[]>
const typed = (): Typed => ({
  what: 'Un départ de plus à 21 h',
  state: 'decided',
  reason: '',
  decidedOn: '2026-03-01',
  visibility: 'public',
  feedbacks: said,
})
const post = (who: Place, fields: Typed = {}) =>
  house.post(`${page}/adjustments`, { ...typed(), once: key(), ...fields }, { as: town[who].accountId })
const rows = () => house.db.select().from(adjustments).orderBy(adjustments.number)
const links = () => house.db.select().from(adjustmentFeedbacks)
const traced = async () => {
  const [row] = await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, one.id))
  return row?.adjustmentsTraced ?? 0
}

describe('deciding an adjustment', () => {
  test.each(['leadCarrier', 'carrier', 'coordinator', 'administrator'] as const)('is for: %s', async (who) => {
    const form = await house.get(`${page}/adjustments/new?feedback=${said[0]}`, { as: town[who].accountId })
    expect(form.status).toBe(200)
    expect(form.body).toMatch(new RegExp(`value="${said[0]}" checked`))
    expect((await post(who)).status).toBe(303)
    expect(await rows()).toMatchObject([{ number: 1, state: 'decided', what: 'Un départ de plus à 21 h' }])
    expect(await links()).toHaveLength(2)
    expect(await deedsOn(house, one.id)).toHaveLength(1)
  })

  test.each(['supportPartner', 'taker', 'funder', 'member', 'formerPartner', 'otherCarrier'] as const)(
    'is not for: %s',
    async (who) => {
      expect((await house.get(`${page}/adjustments/new`, { as: town[who].accountId })).status).toBe(403)
      expect((await post(who)).status).toBe(403)
      expect(await rows()).toEqual([])
    },
  )

  test('turns R3 from missing to met, when it answers feedback and is not refused', async () => {
    await post('carrier', { feedbacks: [] })
    expect(await traced()).toBe(0)
    await post('carrier', { state: 'refused', reason: 'Trop cher' })
    expect(await traced()).toBe(0)
    await post('carrier')
    expect(await traced()).toBe(1)
    expect((await rows()).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test.each([
    ['what', { what: ' ' }],
    ['state', { state: 'forgotten' }],
    ['reason', { state: 'refused' }],
    ['decidedOn', { decidedOn: '2026-12-01' }],
    ['doneOn', { state: 'done', solutionVersion: 'new', newVersionName: 'Soir' }],
    ['doneOn', { state: 'done', doneOn: '2026-02-01', solutionVersion: 'new', newVersionName: 'Soir' }],
    ['solutionVersion', { state: 'done', doneOn: '2026-03-02' }],
    ['solutionVersion', { state: 'done', doneOn: '2026-03-02', solutionVersion: 'none' }],
    ['newVersionName', { state: 'done', doneOn: '2026-03-02', solutionVersion: 'new' }],
    ['visibility', { visibility: 'moon' }],
    ['feedbacks', { feedbacks: ['nothing'] }],
  ])('comes back with what was typed when %s cannot be', async (field, fields) => {
    const { status, body } = await post('carrier', { reason: '', what: 'Un départ à 21 h', ...(fields as Typed) })
    expect(status).toBe(422)
    expect(problemAt(body, field).said ?? body).toBeTruthy()
    expect(typedIn(body, 'decidedOn')).toBeTruthy()
    expect(await rows()).toEqual([])
  })

  test('makes the version in which it is done', async () => {
    await version(house, one.id)
    await post('carrier', { state: 'done', doneOn: '2026-03-02', solutionVersion: 'new', newVersionName: 'Soir' })
    const [row] = await rows()
    const versions = await house.db.select().from(solutionVersions).orderBy(solutionVersions.number)
    expect(versions).toMatchObject([{ number: 1 }, { number: 2, name: 'Soir', since: '2026-03-02' }])
    expect(row!.solutionVersionId).toBe(versions[1]!.id)
    expect(await deedsOn(house, one.id)).toEqual(['version_added as carrier', 'adjustment_decided as carrier'])
  })

  test('posted twice decides once', async () => {
    const once = key()
    await post('carrier', { once })
    await post('carrier', { once })
    expect(await rows()).toHaveLength(1)
  })

  test('answers only what was said in a pilot of this initiative that the person sees', async () => {
    const other = await town.initiativeAt('feedback', { visibility: 'public' })
    const [elsewhere] = await heard(house, await tested(house, other.id), [{ toChange: 'Ailleurs' }])
    expect((await post('carrier', { feedbacks: [elsewhere!] })).status).toBe(422)
  })
})

describe('changing an adjustment', () => {
  const edit = async (who: Place, fields: Typed = {}) => {
    const [row] = await rows()
    const sent = { ...typed(), version: String(row!.version), once: key(), ...fields }
    return house.post(`/adjustments/${row!.id}`, sent, { as: town[who].accountId })
  }
  beforeEach(() => post('carrier'))

  test('says that it is done, and keeps what it answers', async () => {
    const id = await version(house, one.id)
    const done = { state: 'done', doneOn: '2026-03-02', solutionVersion: id, feedbacks: [said[1]!] }
    expect((await edit('leadCarrier', done)).status).toBe(303)
    expect(await rows()).toMatchObject([{ state: 'done', doneOn: '2026-03-02', solutionVersionId: id, version: 2 }])
    expect(await links()).toMatchObject([{ feedbackId: said[1] }])
    const { body } = await house.get(`/adjustments/${(await rows())[0]!.id}`, { as: town.carrier.accountId })
    expect(body).toContain('Le chauffeur attend')
    expect(body).toContain('Essai 1')
  })

  test('is not for others', async () => {
    for (const who of ['supportPartner', 'taker', 'funder', 'member'] as const) {
      expect((await edit(who)).status).toBe(403)
      expect((await house.get(`/adjustments/${(await rows())[0]!.id}/edit`, { as: town[who].accountId })).status).toBe(
        403,
      )
    }
  })

  test('shows both when somebody changed it first', async () => {
    await edit('leadCarrier', { what: 'Deux départs de plus' })
    const { status, body } = await edit('carrier', { version: '1', what: 'Aucun départ de plus' })
    expect(status).toBe(409)
    expect(body).toContain('Deux départs de plus')
    expect(body).toContain('Aucun départ de plus')
    expect(await rows()).toMatchObject([{ what: 'Deux départs de plus' }])
  })
})

describe('of very many', () => {
  test('those that are chosen are always offered, and a page of words holds fifty', async () => {
    const more = await heard(
      house,
      pilot,
      Array.from({ length: 260 }, (_, n) => ({ toChange: `Mot ${n}` })),
      3,
    )
    const as = { as: town.carrier.accountId }
    const form = await house.get(`${page}/adjustments/new?feedback=${more.at(-1)}`, as)
    expect(form.body.match(/name="feedbacks"/g)).toHaveLength(201)
    expect(form.body).toMatch(new RegExp(`value="${more.at(-1)}" checked`))
    expect(form.body).toContain('Et 61 autres')
    const first = await house.get(`/pilots/${pilot}/feedback`, as)
    const last = await house.get(`/pilots/${pilot}/feedback?page=6`, as)
    expect([first, last].map(({ body }) => body.match(/id="said-/g)!.length)).toEqual([50, 12])
  })
})

describe('who sees an adjustment', () => {
  test('is as its level says, and its words of feedback are for those who read feedback', async () => {
    await post('carrier', { visibility: 'team' })
    const [row] = await rows()
    const seen = async (who?: Place) =>
      (await house.get(`/adjustments/${row!.id}`, who ? { as: town[who].accountId } : {})).body
    expect(await seen()).not.toContain('21 h')
    expect(await seen('member')).not.toContain('21 h')
    expect(await seen('taker')).toContain('21 h')
    expect(await seen('taker')).not.toContain('plus tard le soir')
    expect(await seen('supportPartner')).toContain('plus tard le soir')
  })
})

describe('the loop', () => {
  const loop = async (who?: Place) => {
    const { body } = await house.get(page, who ? { as: town[who].accountId } : {})
    return /<section class="panel" id="loop"[\s\S]*?<\/section>/.exec(body)?.[0] ?? ''
  }

  test('goes from a pilot to what was said, to what changes, to the version that the next pilot tests', async () => {
    const id = await version(house, one.id)
    await post('carrier', { state: 'done', doneOn: '2026-03-02', solutionVersion: id })
    await tested(house, one.id, { number: 2, title: 'Deuxième saison', state: 'planned', solutionVersionId: id })
    const shown = await loop()
    const order = ['Départs du soir', '2 rétroactions', '21 h', 'Essai 1', 'Deuxième saison']
    expect(order.map((words) => shown.indexOf(words))).toEqual(
      order.map((words) => shown.indexOf(words)).toSorted((a, b) => a - b),
    )
    expect(shown).not.toContain('plus tard le soir')
  })

  test('holds nothing that its reader may not see', async () => {
    await post('carrier', { visibility: 'team' })
    expect(await loop()).not.toContain('21 h')
    expect(await loop('funder')).toContain('21 h')
  })

  test('is not there before anybody spoke', async () => {
    const other = await town.initiativeAt('feedback', { visibility: 'public' })
    await tested(house, other.id)
    page = `/initiatives/${other.slug}`
    expect(await loop('carrier')).toBe('')
  })
})

describe('when the initiative is merged into another', () => {
  test('its adjustments are those of the one that stays, numbered after its own, and seen by nobody else', async () => {
    await post('carrier')
    const from = await town.initiativeAt('feedback', { visibility: 'network' })
    const [elsewhere] = await heard(house, await tested(house, from.id), [{ toChange: 'Une affiche' }])
    const by = { as: town.coordinator.accountId }
    const fields = { ...typed(), what: 'Une affiche', feedbacks: [elsewhere!], once: key() }
    await house.post(`/initiatives/${from.slug}/adjustments`, fields, by)
    const merge = { into: one.slug, version: await versionOf(house, from.slug), reason: 'La même', once: key() }
    expect((await house.post(`/initiatives/${from.slug}/merge`, merge, by)).status).toBe(303)
    expect(await rows()).toMatchObject([
      { initiativeId: one.id, number: 1, visibility: 'public' },
      { initiativeId: one.id, number: 2, visibility: 'network' },
    ])
    expect(await traced()).toBe(2)
  })
})

describe('takers with an account', () => {
  const [what, reason] = ['Un quai plus large', 'La rue est trop étroite']
  const own = () => heard(house, pilot, [{ toChange: 'Le quai', actorId: town.taker.actorId, way: 'account' }], 3)
  const read = async (path: string, who: Place) => (await house.get(path, { as: town[who].accountId })).body

  test('see on their page, and on that of the pilot, what became of what they said', async () => {
    const [spoken] = await own()
    await decided(house, one.id, [spoken!], { what, state: 'refused', reason })
    for (const path of ['/me', `/pilots/${pilot}`]) {
      expect(await read(path, 'taker')).toContain(what)
      expect(await read(path, 'taker')).toContain(reason)
      expect(await read(path, 'funder')).not.toContain(what)
    }
  })

  test('not before it is settled, nor what they may not see', async () => {
    const [spoken] = await own()
    await decided(house, one.id, [spoken!], { what })
    await decided(house, one.id, [spoken!], { what, state: 'refused', reason, visibility: 'restricted' })
    for (const path of ['/me', `/pilots/${pilot}`]) expect(await read(path, 'taker')).not.toContain(what)
  })
})

describe('what was said, on the page of its pilot', () => {
  test('is shown in short to whoever sees the pilot, and offers paper to those who enter it', async () => {
    await heard(
      house,
      pilot,
      Array.from({ length: 5 }, () => ({ adequacy: 5 as const })),
      3,
    )
    const visited = (await house.get(`/pilots/${pilot}`)).body
    expect(visited).toContain('7 rétroactions')
    expect(visited).toContain('5 (100')
    expect(visited).not.toContain('/paper')
    const { body } = await house.get(`/pilots/${pilot}`, { as: town.supportPartner.accountId })
    expect(body).toContain(`/pilots/${pilot}/paper`)
  })
})
