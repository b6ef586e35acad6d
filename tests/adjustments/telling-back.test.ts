import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { eq, isNotNull } from 'drizzle-orm'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { forgetContacts } from '../../src/adjustments/forgetting.ts'
import { adjustmentFeedbacks, adjustments } from '../../src/adjustments/tables.ts'
import { tellBack } from '../../src/adjustments/telling-back.ts'
import { feedbackContacts, feedbacks } from '../../src/feedback/tables.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { handlers } from '../../src/jobs.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { worker } from '../../src/platform/jobs/worker.ts'
import { smtpMailer } from '../../src/platform/mail/mail.ts'
import { heard, tested, version } from '../feedback/said.ts'
import { useHouse } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let one: Settled
let pilot: string
let said: string[]

const francine = 'francine@exemple.test'
const grace = 'grace@example.test'

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  pilot = await tested(house, one.id)
  said = await heard(house, pilot, [
    { toChange: 'Partir plus tard', address: francine },
    { toChange: 'Later please', address: grace, language: 'en' },
    { toChange: 'Rien' },
  ])
})

const typed = (fields: Record<string, string | string[]>) => ({
  what: 'Un départ à 21 h',
  state: 'decided',
  decidedOn: '2026-03-01',
  visibility: 'public',
  feedbacks: said,
  once: key(),
  ...fields,
})
const done = async () => ({ state: 'done', doneOn: '2026-03-02', solutionVersion: await version(house, one.id) })
const as = () => ({ as: town.carrier.accountId })
const decideIt = (fields: Record<string, string | string[]> = {}) =>
  house.post(`/initiatives/${one.slug}/adjustments`, typed(fields), as())
async function change(id: string, fields: Record<string, string | string[]>) {
  const [row] = await house.db.select().from(adjustments).where(eq(adjustments.id, id))
  return house.post(`/adjustments/${id}`, typed({ version: String(row!.version), ...fields }), as())
}
const idOf = async (number = 1) =>
  (await house.db.select().from(adjustments).where(eq(adjustments.number, number)))[0]!.id
const kept = async () => (await house.db.select().from(feedbackContacts)).map(({ address }) => address).sort()

describe('those who left an address', () => {
  test('are told once, in their language, when it is done; their address is forgotten', async () => {
    await decideIt()
    await house.work()
    expect(house.letters).toEqual([])
    await change(await idOf(), await done())
    await house.work()
    expect(house.letters.map(({ to }) => to).sort()).toEqual([francine, grace])
    const [french, english] = [francine, grace].map((to) => house.letters.find((letter) => letter.to === to)!)
    expect(french!.text).toContain('«\u00a0Un départ à 21 h\u00a0»')
    expect(french!.text).toContain('Un changement a été fait')
    expect(english!.text).toContain('A change was made')
    expect(await kept()).toEqual([])
    const told = await house.db.select().from(adjustmentFeedbacks)
    expect(
      told
        .filter(({ toldAt }) => toldAt)
        .map(({ feedbackId }) => feedbackId)
        .sort(),
    ).toEqual(said.slice(0, 2).sort())
  })

  test('are not told again, however often it is changed or the work runs', async () => {
    await decideIt({ state: 'refused', reason: 'Trop cher' })
    const telling = { adjustmentId: await idOf(), feedbackId: said[0]! }
    await house.work()
    expect(house.letters.find(({ to }) => to === francine)!.text).toContain('Trop cher')
    await change(await idOf(), { state: 'decided' })
    await change(await idOf(), await done())
    await house.work()
    const again = await tellBack(house.bench)(telling as never, house.now, {
      id: 'x',
      reached: () => Promise.resolve(),
    })
    expect(again).toBeUndefined()
    expect(house.letters).toHaveLength(2)
  })

  test('are told of each adjustment, and kept until the last that answers them is settled', async () => {
    await decideIt({ state: 'refused', reason: 'Trop cher' })
    await decideIt({ what: 'Une affiche', feedbacks: [said[0]!] })
    await house.work()
    expect(house.letters).toHaveLength(2)
    expect(await kept()).toEqual([francine])
    await change(await idOf(2), { ...(await done()), what: 'Une affiche', feedbacks: [said[0]!] })
    await house.work()
    expect(house.letters.map(({ to }) => to).sort()).toEqual([francine, francine, grace])
    expect(await kept()).toEqual([])
  })

  test('are told nothing when it was reopened before the letter left', async () => {
    await decideIt({ state: 'refused', reason: 'Trop cher' })
    await change(await idOf(), { state: 'decided' })
    await house.work()
    expect(house.letters).toEqual([])
    await change(await idOf(), await done())
    await house.work()
    expect(house.letters).toHaveLength(2)
  })

  test('read as a visitor does: no words of an adjustment that is not for all, no name of a pilot that is not', async () => {
    await decideIt({ state: 'refused', reason: 'Trop cher', visibility: 'network', feedbacks: [said[0]!] })
    await house.work()
    expect(house.letters[0]!.text).not.toContain('21 h')
    expect(house.letters[0]!.text).not.toContain('Trop cher')
    expect(house.letters[0]!.text).toContain('Départs du soir')
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: 'team' }).where(eq(initiatives.id, one.id)),
    ])
    await decideIt({ state: 'refused', reason: 'Trop cher', feedbacks: [said[1]!] })
    await house.work()
    expect(house.letters[1]!.text).not.toMatch(/21 h|Trop cher|Départs du soir|pilots/)
  })

  test('stand nowhere but in their letter: not in jobs, not in the journal, not in what a mail server refused', async () => {
    const refusing = {
      ...house.bench,
      mailer: { send: ({ to }: { to: string }) => Promise.reject(new Error(`550 <${to}> unknown`)) },
    }
    await decideIt({ state: 'refused', reason: 'Trop cher' })
    const telling = { adjustmentId: await idOf(), feedbackId: said[0]! }
    const failed = tellBack(refusing)(telling as never, house.now, { id: 'x', reached: () => Promise.resolve() })
    await expect(failed).rejects.toThrow('550 <…> unknown')
    expect(await kept()).toHaveLength(2)
    await house.work()
    const everything = JSON.stringify([await house.db.select().from(jobs), await house.db.select().from(journal)])
    expect(everything).not.toMatch(/francine|grace/)
  })
})

describe('across a real mail server', () => {
  const received: { to: string | undefined; mail: ParsedMail }[] = []
  let isFull = true
  let server: SMTPServer

  beforeEach(async () => {
    received.length = 0
    isFull = true
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, answer) =>
        answer(isFull && address === grace ? new Error(`<${address}>: mailbox full`) : null),
      onData(stream, session, done) {
        void text(stream)
          .then((raw) => simpleParser(raw))
          .then((mail) => received.push({ to: session.envelope.rcptTo[0]?.address, mail }))
          .then(() => done(), done)
      },
    })
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening)
    })
  })
  afterEach(
    () =>
      new Promise<void>((closed) => {
        server.close(closed)
      }),
  )

  test('each is told once by two processes that work at once, and who could not be reached is tried again', async () => {
    const { port } = server.server.address() as AddressInfo
    const mailer = smtpMailer(`smtp://127.0.0.1:${port}`, 'Sillon <sillon@example.org>')
    const bench = { ...house.bench, mailer }
    const both = () => Promise.all([1, 2].map(() => worker(bench, handlers(bench)).drain()))
    await decideIt({ state: 'refused', reason: 'Trop cher' })
    await both()
    expect(received.map(({ to }) => to)).toEqual([francine])
    expect(received[0]!.mail.text).toContain('«\u00a0Un départ à 21 h\u00a0»')
    expect(await kept()).toEqual([grace])
    const failed = await house.db.select().from(jobs).where(isNotNull(jobs.error))
    expect(failed.map(({ error }) => error).join()).toContain('mailbox full')
    expect(JSON.stringify(failed)).not.toContain(grace)
    isFull = false
    house.now = new Date(house.now.getTime() + 3_600_000)
    await both()
    expect(received.map(({ to }) => to)).toEqual([francine, grace])
    expect(await kept()).toEqual([])
  })
})

describe('an address is forgotten', () => {
  test('when the initiative ended and nothing remains to be told', async () => {
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ status: 'sustained' }).where(eq(initiatives.id, one.id)),
    ])
    await forgetContacts(house.db, house.now)
    expect(await kept()).toEqual([])
  })

  test('when what was said was taken back', async () => {
    await house.db.commit((tx) => [
      tx.update(feedbacks).set({ withdrawnAt: house.now }).where(eq(feedbacks.id, said[0]!)),
    ])
    await forgetContacts(house.db, house.now)
    expect(await kept()).toEqual([grace])
  })

  test('after two years, and not before', async () => {
    await forgetContacts(house.db, new Date('2028-02-01T00:00:00Z'))
    expect(await kept()).toHaveLength(2)
    await forgetContacts(house.db, new Date('2028-04-01T00:00:00Z'))
    expect(await kept()).toEqual([])
  })
})
