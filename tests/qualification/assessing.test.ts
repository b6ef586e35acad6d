import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { addParticipation } from '../../src/initiatives/participating.ts'
import { ParticipationInput } from '../../src/initiatives/schema.ts'
import { gridAssessments, gridRemarks, grids } from '../../src/qualification/tables.ts'
import { useHouse } from '../house.ts'
import { at, deedsOn, problemAt, sender, typedIn } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { answers, qualifying } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let deeds: ReturnType<typeof qualifying>

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  deeds = qualifying(house, town, one.slug)
})

const rows = () => house.db.select().from(gridAssessments)

describe('assessing', () => {
  test.each(['supportPartner', 'taker', 'funder', 'coordinator', 'administrator'] as const)(
    'is for: %s',
    async (who) => {
      expect((await deeds.page(who, '/assessment')).status).toBe(200)
      const { status, to } = await deeds.assess(who, answers('rqis', '2'))
      expect([status, to]).toEqual([303, `${deeds.base}?version=1`])
      expect(await rows()).toMatchObject([{ gridId: 'rqis-1', isSubmitted: true, byAccountId: town[who].accountId }])
    },
  )

  test.each(['leadCarrier', 'carrier', 'member', 'formerPartner', 'invited', 'otherCarrier'] as const)(
    'is not for: %s',
    async (who) => {
      expect((await deeds.page(who, '/assessment')).status).toBe(403)
      expect((await deeds.assess(who, answers('rqis', '2'))).status).toBe(403)
      expect(await rows()).toEqual([])
    },
  )

  test('is for nobody who carries it, in whatever other capacity they are there', async () => {
    const role = { actor: 'Coordination Première', role: 'carrier', since: '2026-01-01', already: 'on' }
    await addParticipation(house.db, one.slug, ParticipationInput.parse(role), town.coordinator.by, at(house), sender)
    expect((await deeds.assess('coordinator', answers('rqis', '3'))).status).toBe(403)
    expect((await deeds.decide('coordinator')).status).toBe(403)
    expect((await deeds.assess('administrator', answers('rqis', '3'))).status).toBe(303)
  })

  test('a draft may be left half-way, is taken up again, and is submitted when every criterion is answered', async () => {
    await deeds.assess('taker', { score_novelty: '3', words_novelty: 'Jamais vu ici' }, 'draft')
    expect(await rows()).toMatchObject([{ isSubmitted: false, version: 1 }])
    const { body } = await deeds.page('taker', '/assessment')
    expect(typedIn(body, 'words_novelty')).toBe('Jamais vu ici')
    const refused = await deeds.assess('taker', { score_novelty: '3', words_novelty: 'Jamais vu ici' }, 'submit', '1')
    expect(refused.status).toBe(422)
    expect(problemAt(refused.body, 'score_takers').said).toBe(
      'Choisissez une réponse, ou «\u00a0on ne peut pas encore le dire\u00a0».',
    )
    expect(typedIn(refused.body, 'words_novelty')).toBe('Jamais vu ici')
    const whole = answers('rqis', 'unsaid', { score_novelty: '3', words_novelty: 'Jamais vu ici' })
    expect((await deeds.assess('taker', whole, 'submit', '1')).status).toBe(303)
    const [row] = await rows()
    expect(row).toMatchObject({ isSubmitted: true, version: 2, capacity: 'taker' })
    expect(row!.scores.novelty).toEqual({ score: 3, words: 'Jamais vu ici' })
    expect(row!.scores.takers).toEqual({ score: null, words: '' })
  })

  test('what was submitted may be changed, and is not half again', async () => {
    await deeds.assess('taker', answers('rqis', '1'))
    expect((await deeds.assess('taker', { score_novelty: '3' }, 'draft', '1')).status).toBe(422)
    expect((await deeds.assess('taker', answers('rqis', '2'), 'submit', '1')).status).toBe(303)
    expect((await rows())[0]!.scores.takers).toEqual({ score: 2, words: '' })
  })

  test('in two windows, the second is shown both, and nothing is lost', async () => {
    await deeds.assess('taker', answers('rqis', '1', { words_novelty: 'La première fois' }))
    const { status, body } = await deeds.assess('taker', answers('rqis', '3', { words_novelty: 'La seconde' }))
    expect(status).toBe(409)
    expect(body).toContain('La première fois')
    expect(body).toContain('La seconde')
    expect(body).toContain('tout à fait')
    expect((await rows())[0]!.version).toBe(1)
  })

  test('a form posted twice assesses once', async () => {
    const fields = { number: '1', version: '0', deed: 'submit', ...answers('rqis', '2'), once: 'f'.repeat(32) }
    const post = () => house.post(`${deeds.base}/assessment`, fields, { as: town.taker.accountId })
    expect([(await post()).status, (await post()).status]).toEqual([303, 303])
    expect(await rows()).toMatchObject([{ version: 1 }])
  })

  test('is recorded, and not told to the team among what happened to the initiative', async () => {
    await deeds.assess('taker', answers('rqis', '2'))
    expect(await deedsOn(house, one.id)).toEqual([])
    const happened = (await house.db.select().from(journal)).map(({ what, capacity }) => `${what} as ${capacity}`)
    expect(happened).toContain('assessment_submitted as taker')
  })

  test('gives the original grid its row, once', async () => {
    expect(await house.db.select().from(grids)).toEqual([])
    await deeds.assess('taker', answers('rqis', '2'))
    await deeds.assess('funder', answers('rqis', '2'))
    expect(await house.db.select().from(grids)).toMatchObject([{ id: 'rqis-1', slug: 'rqis', number: 1 }])
  })
})

describe('what others found', () => {
  beforeEach(async () => {
    await deeds.assess('funder', answers('rqis', '0', { words_novelty: 'On connaît déjà' }))
  })

  test('is read by those who submitted what they find themselves, not before', async () => {
    expect((await deeds.page('taker')).body).not.toContain('On connaît déjà')
    await deeds.assess('taker', { score_novelty: '3' }, 'draft')
    const before = await deeds.page('taker')
    expect(before.body).not.toContain('On connaît déjà')
    expect(before.body).toContain('Votre brouillon est gardé')
    await deeds.assess('taker', answers('rqis', '3'), 'submit', '1')
    const { body } = await deeds.page('taker')
    expect(body).toContain('On connaît déjà')
    expect(body).toContain('Moyenne pondérée\u00a0: 1,5 sur 3.')
    expect(body).toContain('de « pas du tout » à « tout à fait »')
  })

  test('is read by coordinators at once', async () => {
    expect((await deeds.page('coordinator')).body).toContain('On connaît déjà')
  })

  test.each(['carrier', 'leadCarrier', 'supportPartner'] as const)('is not read by: %s', async (who) => {
    const { status, body } = await deeds.page(who)
    expect(status).toBe(200)
    expect(body).not.toContain('On connaît déjà')
    expect(body).not.toContain('Bailleresse Première')
  })

  test.each(['member', 'otherCarrier', undefined] as const)('is a page that does not exist for: %s', async (who) => {
    expect((await deeds.page(who)).status).toBe(404)
  })

  test('an own version of the grid stays while it is under way, and what comes after a decision is by the new one', async () => {
    const fields = { version: '1', nameFr: 'Grille', fr_novelty: 'Du neuf', weight_novelty: '2' }
    await house.post('/grids/rqis', fields, { as: town.coordinator.accountId })
    expect((await deeds.page('taker', '/assessment')).body).toContain('name="number" value="1"')
    await deeds.decide('coordinator')
    expect((await deeds.page('taker', '/assessment')).body).toContain('name="number" value="2"')
    expect((await deeds.page('coordinator', '?version=1')).body).toContain('On connaît déjà')
  })
})

describe('the discussion', () => {
  test('is for coordinators and those who submitted', async () => {
    await deeds.assess('taker', answers('rqis', '2'))
    expect((await deeds.say('taker', 'Parlons-en')).status).toBe(303)
    expect((await deeds.say('coordinator', 'Mardi ?')).status).toBe(303)
    for (const who of ['funder', 'carrier', 'member'] as const) {
      expect([who, (await deeds.say(who, 'Moi aussi')).status]).toEqual([who, 403])
    }
    expect(await house.db.select().from(gridRemarks)).toMatchObject([
      { words: 'Parlons-en', capacity: 'taker' },
      { words: 'Mardi ?', capacity: 'coordinator' },
    ])
    expect((await deeds.page('taker')).body).toContain('Mardi ?')
    expect((await deeds.page('carrier')).body).not.toContain('Mardi ?')
  })

  test('asks for words, and keeps what was typed', async () => {
    const { status, body } = await deeds.say('coordinator', ' ')
    expect(status).toBe(422)
    expect(body).toContain('problem')
  })
})
