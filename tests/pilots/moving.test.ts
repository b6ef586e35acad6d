import { beforeEach, describe, expect, test } from 'vitest'
import { pilotEvents, type PilotEvent, type PilotState, pilotStates } from '../../src/domain/pilots.ts'
import { pilots as pilotsTable } from '../../src/pilots/tables.ts'
import { useHouse } from '../house.ts'
import { deedsOn, hiddenIn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { measuring, piloted, pilotsIn, proofsOf } from './cycles.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
})

const at: Record<PilotEvent, string> = { begin: 'begin', finish: 'finish', give_up: 'give-up' }
const filled: Record<PilotEvent, Record<string, string>> = {
  begin: { startsOn: '2026-02-10', endsOn: '2026-04-10' },
  finish: {
    startsOn: '2026-02-10',
    endsOn: '2026-03-01',
    findings: 'Le soir convient mieux.',
    negativeEffects: 'Du bruit.',
  },
  give_up: { reason: 'Plus de local.' },
}
const move = (id: string, event: PilotEvent, more: Record<string, string> = {}, who: Place = 'carrier') =>
  house.post(
    `/pilots/${id}/${at[event]}`,
    { version: '1', once: key(), ...filled[event], ...more },
    { as: town[who].accountId },
  )
const only = async () => (await pilotsIn(house, one.id))[0]!

describe('the machine alone says which moves there are', () => {
  const leads: Record<PilotState, Partial<Record<PilotEvent, PilotState>>> = {
    planned: { begin: 'running', give_up: 'given_up' },
    running: { finish: 'finished', give_up: 'given_up' },
    finished: {},
    given_up: {},
  }
  const pairs = pilotStates.flatMap((state) => pilotEvents.map((event) => [state, event] as const))

  test.each(pairs)('%s, %s', async (state, event) => {
    const id = await piloted(house, one.id, { state })
    const after = leads[state][event]
    const opened = await house.get(`/pilots/${id}/${at[event]}`, { as: town.carrier.accountId })
    expect(opened.status).toBe(after ? 200 : 409)
    expect((await move(id, event)).status).toBe(after ? 303 : 409)
    expect((await only()).state).toBe(after ?? state)
    const { body } = await house.get(`/pilots/${id}`, { as: town.carrier.accountId })
    for (const other of pilotEvents)
      expect(body.includes(`/pilots/${id}/${at[other]}"`)).toBe(leads[after ?? state][other] !== undefined)
  })
})

describe('each move', () => {
  test.each(pilotEvents)('%s is for carriers and coordinators, not for others', async (event) => {
    const state = event === 'finish' ? 'running' : 'planned'
    for (const who of ['supportPartner', 'taker', 'funder', 'member'] as const) {
      const id = await piloted(house, one.id, { state })
      expect((await house.get(`/pilots/${id}/${at[event]}`, { as: town[who].accountId })).status).toBe(403)
      expect((await move(id, event, {}, who)).status).toBe(403)
      await house.db.commit((tx) => [tx.delete(pilotsTable)])
    }
    for (const who of ['leadCarrier', 'carrier', 'coordinator'] as const) {
      const id = await piloted(house, one.id, { state })
      expect((await move(id, event, {}, who)).status).toBe(303)
      await house.db.commit((tx) => [tx.delete(pilotsTable)])
    }
  })
})

describe('beginning', () => {
  test('keeps the day it really began', async () => {
    const id = await piloted(house, one.id)
    await move(id, 'begin')
    expect(await only()).toMatchObject({ state: 'running', startsOn: '2026-02-10', endsOn: '2026-04-10', version: 2 })
    expect(await deedsOn(house, one.id)).toEqual(['pilot_begun as carrier'])
  })

  test.each([
    ['startsOn', { startsOn: '2026-03-03' }],
    ['endsOn', { endsOn: '2026-02-01' }],
  ])('is refused at %s: %o', async (field, more) => {
    const id = await piloted(house, one.id)
    const { status, body } = await move(id, 'begin', more)
    expect([status, problemAt(body, field).isLinked]).toEqual([422, true])
    expect((await only()).state).toBe('planned')
  })
})

describe('finishing', () => {
  test('keeps its days as they were, what came out and what went wrong: R1 is met, and R4 with a result', async () => {
    const id = await piloted(house, one.id, { state: 'running' })
    await measuring(house, one.id, {
      pilotId: id,
      values: [
        { kind: 'baseline', value: '12' },
        { kind: 'result', value: '30' },
      ],
    })
    expect(await proofsOf(house, one.id)).toMatchObject({
      pilotsFinished: 0,
      negativeEffects: 0,
      indicatorsCompared: 1,
    })
    await move(id, 'finish')
    expect(await only()).toMatchObject({ state: 'finished', endsOn: '2026-03-01', negativeEffects: 'Du bruit.' })
    expect(await proofsOf(house, one.id)).toMatchObject({
      pilotsFinished: 1,
      negativeEffects: 1,
      indicatorsCompared: 1,
    })
    const { body } = await house.get(`/pilots/${id}`)
    for (const said of ['Le soir convient mieux.', 'Du bruit.', 'De 12 à 30']) expect(body).toContain(said)
  })

  test.each([
    ['endsOn', { endsOn: '2026-03-03' }],
    ['endsOn', { endsOn: '2026-02-01' }],
    ['findings', { findings: ' ' }],
    ['negativeEffects', { negativeEffects: '' }],
  ])('is refused at %s and loses nothing: %o', async (field, more) => {
    const id = await piloted(house, one.id, { state: 'running' })
    const { status, body } = await move(id, 'finish', more)
    expect([status, problemAt(body, field).isLinked]).toEqual([422, true])
    const other = field === 'findings' ? 'negativeEffects' : 'findings'
    expect(typedIn(body, other)).toBe(filled.finish[other])
    expect((await only()).state).toBe('running')
  })
})

describe('giving up', () => {
  test('asks for a reason, and for the day it stopped if it had begun', async () => {
    const id = await piloted(house, one.id, { state: 'running' })
    expect((await move(id, 'give_up', { reason: '' })).status).toBe(422)
    expect((await move(id, 'give_up', { endsOn: '2026-03-03' })).status).toBe(422)
    expect((await move(id, 'give_up', { endsOn: '2026-01-03' })).status).toBe(422)
    expect((await move(id, 'give_up', { endsOn: '2026-02-20' })).status).toBe(303)
    expect(await only()).toMatchObject({ state: 'given_up', endsOn: '2026-02-20', giveUpReason: 'Plus de local.' })
    expect((await house.get(`/pilots/${id}`)).body).toContain('Plus de local.')
  })

  test('of one that had not begun keeps its planned days, and it counts for M4 no longer', async () => {
    const id = await piloted(house, one.id)
    await measuring(house, one.id, { pilotId: id, values: [{ kind: 'baseline', value: '12' }] })
    expect((await proofsOf(house, one.id))!.pilotsPlanned).toBe(1)
    await move(id, 'give_up')
    expect((await only()).endsOn).toBe('2026-03-31')
    expect((await proofsOf(house, one.id))!.pilotsPlanned).toBe(0)
  })
})

describe('in two tabs', () => {
  test('who finishes what was changed meanwhile sees both, and finishes again', async () => {
    const id = await piloted(house, one.id, { state: 'planned' })
    await move(id, 'begin', { startsOn: '2026-02-15' })
    const second = await move(id, 'finish')
    expect(second.status).toBe(409)
    expect(typedIn(second.body, 'findings')).toBe('Le soir convient mieux.')
    expect((await move(id, 'finish', { version: hiddenIn(second.body, 'version') })).status).toBe(303)
  })

  test('who finishes what was given up meanwhile reads so, with what they typed', async () => {
    const id = await piloted(house, one.id, { state: 'running' })
    await move(id, 'give_up')
    const { status, body } = await move(id, 'finish')
    expect(status).toBe(409)
    for (const said of ['déjà interrompue', 'Le soir convient mieux.', 'Du bruit.']) expect(body).toContain(said)
    expect((await only()).state).toBe('given_up')
  })
})
