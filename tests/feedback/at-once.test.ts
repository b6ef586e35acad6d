import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { feedbackLinks } from '../../src/feedback/tables.ts'
import type { Answer } from '../house.ts'
import { useHouse } from '../house.ts'
import { piloted, proofsOf } from '../pilots/cycles.ts'
import { settle, type Town } from '../town.ts'
import { answered, asking, heardIn, linked, openedIn } from './asking.ts'

const house = useHouse(undefined, { onDisk: true })
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

const MOST = 120
const PEOPLE = 200

test('a link opened by 200 people at once takes as many as it may, loses none, counts none twice, reveals nothing', async () => {
  const hidden = ['Atelier caché', 'Essai caché', 'Lieu caché', 'Affiche cachée']
  const one = await town.initiativeAt('feedback', { visibility: 'restricted', title: hidden[0]! })
  const pilot = await piloted(house, one.id, { state: 'running', title: hidden[1]!, visibility: 'restricted' })
  await asking(house, pilot)
  const { id, path } = await linked(house, pilot, { most: MOST })

  const answers: Answer[] = await Promise.all(Array.from({ length: PEOPLE }, () => house.get(path)))
  expect(answers.map(({ status }) => status)).toEqual(Array(PEOPLE).fill(200))
  house.now = new Date(house.now.getTime() + 60_000)

  // Every fourth is sent twice, as a double click or a proxy does.
  const sent = await Promise.all(
    answers.map(async ({ body }, n) => {
      const fields = answered({
        opened: openedIn(body),
        helps: `Voix ${n}`,
        takerKind: n % 2 ? 'adopter' : 'beneficiary',
      })
      return Promise.all(Array.from({ length: n % 4 ? 1 : 2 }, () => house.post(path, fields)))
    }),
  )
  const received = sent.filter((times) => times.some(({ status }) => status === 303))
  expect(received).toHaveLength(MOST)
  for (const times of received) {
    expect(times.map(({ status }) => status)).toEqual(times.map(() => 303))
    expect(new Set(times.map(({ to }) => to)).size).toBe(1)
  }
  const refused = sent.filter((times) => !received.includes(times)).flat()
  for (const { status, body } of refused) {
    expect(status).toBe(410)
    expect(body).toContain('Toutes les réponses prévues pour ce lien ont été reçues.')
  }

  const heard = await heardIn(house, pilot)
  expect(heard.map(({ number }) => number)).toEqual(Array.from({ length: MOST }, (_, n) => n + 1))
  const told = sent.flatMap((times, n) => (received.includes(times) ? [`Voix ${n}`] : []))
  expect(heard.map(({ helps }) => helps).toSorted()).toEqual(told.toSorted())
  expect(new Set(heard.map(({ personKey }) => personKey)).size).toBe(MOST)
  const [link] = await house.db.select().from(feedbackLinks).where(eq(feedbackLinks.id, id))
  expect(link!.taken).toBe(MOST)
  const proofs = await proofsOf(house, one.id)
  expect(proofs!.feedbackAdopters + proofs!.feedbackBeneficiaries).toBe(MOST)

  // Each was told a number of its own.
  const thanks = await Promise.all(received.map(([first]) => house.get(first!.to!)))
  const numbers = thanks.map(({ body }) => Number(/numéro (\d+)/.exec(body)?.[1]))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(heard.map(({ number }) => number))

  for (const { body, headers } of [...answers, ...sent.flat(), ...thanks]) {
    const whole = body + JSON.stringify([...headers])
    for (const words of [...hidden, one.slug, one.id, pilot, 'Centre communautaire', 'coordination du centre']) {
      expect(whole).not.toContain(words)
    }
  }
}, 60_000)

test('forms by several links and an account at once are numbered one after the other', async () => {
  const one = await town.initiativeAt('feedback', { visibility: 'public' })
  const pilot = await piloted(house, one.id, { state: 'running' })
  await asking(house, pilot)
  const links = await Promise.all([1, 2, 3].map(() => linked(house, pilot)))
  const opened = await Promise.all(links.map(async ({ path }) => openedIn((await house.get(path)).body)))
  house.now = new Date(house.now.getTime() + 60_000)
  const statuses = await Promise.all([
    ...Array.from({ length: 30 }, (_, n) => house.post(links[n % 3]!.path, answered({ opened: opened[n % 3]! }))),
    house.post(`/pilots/${pilot}/feedback/new`, answered(), { as: town.taker.accountId }),
    house.post(`/pilots/${pilot}/feedback/new`, answered(), { as: town.coordinator.accountId }),
  ])
  expect(statuses.map(({ status }) => status)).toEqual(Array(32).fill(303))
  expect((await heardIn(house, pilot)).map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, n) => n + 1))
})
