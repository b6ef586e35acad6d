import { text } from 'node:stream/consumers'
import { eq } from 'drizzle-orm'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '../../src/accounts/tables.ts'
import { memberships } from '../../src/actors/tables.ts'
import { communications } from '../../src/communications/tables.ts'
import { handlers } from '../../src/jobs.ts'
import { smtpMailer } from '../../src/platform/mail/mail.ts'
import type { Writer } from '../../src/platform/db/database.ts'
import { worker } from '../../src/platform/jobs/worker.ts'
import { queueMailings } from '../../src/reports/mailings.ts'
import { nextAfter, rolledTo } from '../../src/reports/rolling.ts'
import { reportLinks, reportMailings, reports, reportSendings, reportVersions } from '../../src/reports/tables.ts'
import { useHouse } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { settle, type Town } from '../town.ts'
import { published, taken } from './taking.ts'

const house = useHouse()
const DAY = 86_400_000
let town: Town
let slug: string
let coordinator: string
beforeEach(async () => {
  town = await settle(house)
  coordinator = town.coordinator.accountId
  await town.initiativeAt('mobilisation', { title: 'Cuisine', visibility: 'network', since: '2025-01-15' })
  slug = await published(house, coordinator, { title: 'Bilan' })
})

async function link(days = '30', as = coordinator) {
  const fields = { number: '1', label: 'Fondation', days, once: key() }
  const { body, status } = await house.post(`/reports/${slug}/links`, fields, { as })
  return { status, path: /http:\/\/sillon\.test(\/r\/[\w-]+)/.exec(body)?.[1] ?? '' }
}

describe('a link to a published version', () => {
  test('lets anybody read it, page, PDF and workbook, and counts', async () => {
    const { path } = await link()
    const page = await house.get(path)
    expect(page.status).toBe(200)
    expect(page.body).toContain('Bilan')
    expect(page.body).not.toContain('href="/initiatives/')
    expect(page.headers.get('X-Robots-Tag')).toContain('noindex')
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer')
    for (const format of ['pdf', 'xlsx']) expect((await taken(house, `${path}/file.${format}`)).status).toBe(200)
    expect((await taken(house, `${path}/file.xlsx`, { method: 'HEAD' })).status).toBe(200)
    expect(await house.db.select().from(reportLinks)).toMatchObject([{ openings: 3, label: 'Fondation' }])
    const rows = await house.db.select().from(communications)
    expect(rows.map(({ what, format }) => `${what} ${format}`)).toEqual([
      'report_link link',
      'report_link pdf',
      'report_link xlsx',
    ])
    expect(rows.every(({ recipients }) => recipients === 'Fondation')).toBe(true)
  })

  test('is kept only as its hash', async () => {
    const { path } = await link()
    const [row] = await house.db.select().from(reportLinks)
    expect(row!.tokenHash).not.toBe(path.split('/')[2])
  })

  test('says plainly when it is over: expired, revoked; an invented one is not there', async () => {
    const { path } = await link('1')
    const [row] = await house.db.select().from(reportLinks)
    await house.post(`/reports/${slug}/links/${row!.id}/revocation`, { once: key() }, { as: coordinator })
    for (const file of ['', '/file.pdf', '/file.xlsx']) {
      const answer = await house.get(path + file)
      expect(answer.status).toBe(410)
      expect(answer.body).toContain('l’a révoqué')
    }
    const other = await link('1')
    house.now = new Date(house.now.getTime() + DAY + 1)
    expect(await house.get(other.path)).toMatchObject({ status: 410 })
    expect((await house.get(other.path)).body).toContain('Il a expiré le')
    expect((await house.get('/r/devine')).status).toBe(404)
  })

  test('may be guessed only so often', async () => {
    for (let n = 0; n < 100; n++) await house.get(`/r/devine-${n}`)
    expect((await house.get('/r/devine')).status).toBe(429)
    expect((await link()).status).toBe(200)
  })

  test('is not made to what is for the coordination only', async () => {
    slug = await published(house, coordinator, { title: 'Interne', sight: 'coordination' })
    expect((await link()).status).toBe(422)
    expect(await house.db.select().from(reportLinks)).toEqual([])
  })

  test('is made by whoever tends the report, and nobody else', async () => {
    for (const who of ['member', 'funder', 'carrier'] as const) {
      expect((await link('30', town[who].accountId)).status).toBe(404)
      expect((await house.get(`/reports/${slug}/links`, { as: town[who].accountId })).status).toBe(404)
    }
    expect((await house.get(`/reports/${slug}/links`)).status).toBe(404)
  })

  test('lives by whoever made it: over while their account is disabled or they coordinate no more', async () => {
    const { path } = await link()
    const change = (set: Partial<typeof accounts.$inferSelect>) =>
      house.db.commit((tx) => [tx.update(accounts).set(set).where(eq(accounts.id, coordinator))])
    for (const [set, back] of [
      [{ disabledAt: house.now }, { disabledAt: null }],
      [{ networkRole: 'member' }, { networkRole: 'coordinator' }],
    ] as const) {
      await change(set)
      await house.db.commit((tx) => [tx.update(reports).set({ byAccountId: null }).where(eq(reports.slug, slug))])
      for (const file of ['', '/file.pdf', '/file.xlsx']) {
        const answer = await house.get(path + file)
        expect(answer.status).toBe(410)
        expect(answer.body).toContain('ne partage plus ce rapport')
        expect(answer.body).not.toContain('Bilan')
      }
      const { body } = await house.get(`/reports/${slug}/links`, { as: town.administrator.accountId })
      expect(body).toContain('ne peut plus partager ce rapport')
      await change(back)
      expect((await house.get(path)).status).toBe(200)
    }
  })

  test('made by an author for an organisation, it is over when they speak for it no more', async () => {
    slug = await published(house, town.funder.accountId, { sight: 'actor', actor: 'Fonds du fleuve' })
    const { path } = await link('30', town.funder.accountId)
    expect((await house.get(path)).status).toBe(200)
    const ends = (until: string | null) =>
      house.db.commit((tx) => [
        tx.update(memberships).set({ until }).where(eq(memberships.personId, town.funder.personId)),
      ])
    await ends('2026-03-01')
    expect((await house.get(path)).status).toBe(410)
    await ends(null)
    expect((await house.get(path)).status).toBe(200)
  })
})

const mailing = (fields: Record<string, string> = {}, as = coordinator) =>
  house.post(
    `/reports/${slug}/mailings`,
    {
      frequency: 'yearly',
      nextOn: '2026-04-15',
      french: 'un@example.org\nun@example.org',
      english: 'two@example.org',
      purpose: 'Convention',
      once: key(),
      ...fields,
    },
    { as },
  )
const sent = () => house.db.select().from(reportSendings)

describe('a regular mailing', () => {
  test('publishes the period that just ended and writes to each with a link of their own, once', async () => {
    expect((await mailing()).status).toBe(303)
    await queueMailings(house.db, house.now)
    await house.work()
    expect(await sent()).toEqual([])
    house.now = new Date('2026-04-15T15:00:00Z')
    await Promise.all([queueMailings(house.db, house.now), queueMailings(house.db, house.now)])
    const other = worker(house.bench, handlers(house.bench))
    await Promise.all([house.work(), other.drain()])
    await queueMailings(house.db, house.now)
    await house.work()
    expect(await sent()).toMatchObject([{ dueOn: '2026-04-15' }])
    const versions = await house.db.select().from(reportVersions)
    expect(versions.map(({ number, asOf }) => `${number} ${asOf}`).sort()).toEqual(['1 2025-03-31', '2 2026-03-31'])
    expect(house.letters.map(({ to }) => to).sort()).toEqual(['two@example.org', 'un@example.org'])
    expect(house.letters.find(({ to }) => to === 'two@example.org')!.text).toContain('as of March 31, 2026')
    for (const { text: words } of house.letters) {
      expect((await house.get(/sillon\.test(\/r\/[\w-]+)/.exec(words)![1]!)).status).toBe(200)
    }
    expect(await house.db.select().from(reportMailings)).toMatchObject([{ nextOn: '2027-04-15', isOver: false }])
    const rows = await house.db.select().from(communications).where(eq(communications.what, 'report_mail'))
    expect(rows).toMatchObject([{ purpose: 'Convention', recipients: 'un@example.org, two@example.org', rows: 2 }])
  })

  test('crosses a real mail server', async () => {
    const received: ParsedMail[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        void text(stream)
          .then((raw) => simpleParser(raw))
          .then((mail) => received.push(mail))
          .then(() => done(), done)
      },
    })
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening)
    })
    const { port } = server.server.address() as { port: number }
    await mailing({ english: '' })
    house.now = new Date('2026-04-15T15:00:00Z')
    await queueMailings(house.db, house.now)
    const mailer = smtpMailer(`smtp://127.0.0.1:${port}`, 'Sillon <sillon@example.org>')
    await worker(house.bench, handlers({ ...house.bench, mailer })).drain()
    await new Promise<void>((closed) => {
      server.close(closed)
    })
    expect(received.map(({ subject }) => subject)).toEqual(['Bilan, en date du 31 mars 2026'])
    const path = /sillon\.test(\/r\/[\w-]+)/.exec(received[0]!.text ?? '')?.[1] ?? ''
    expect((await house.get(path)).status).toBe(200)
  })

  test('leaves at once when asked, once a day, and keeps its day', async () => {
    await mailing()
    const [row] = await house.db.select().from(reportMailings)
    const now = () => house.post(`/reports/${slug}/mailings/${row!.id}/now`, { once: key() }, { as: coordinator })
    await now()
    await house.work()
    await now()
    await house.work()
    expect(await sent()).toHaveLength(1)
    expect(await house.db.select().from(reportMailings)).toMatchObject([{ nextOn: '2026-04-15', isOver: false }])
  })

  test('stops when it is told to, and when whoever set it may not send the report any more', async () => {
    await mailing()
    await mailing()
    const [first] = await house.db.select().from(reportMailings)
    await house.post(`/reports/${slug}/mailings/${first!.id}/stop`, { once: key() }, { as: coordinator })
    await house.db.commit((tx) => [tx.update(reports).set({ sight: 'coordination' }).where(eq(reports.slug, slug))])
    house.now = new Date('2026-04-15T15:00:00Z')
    await queueMailings(house.db, house.now)
    await house.work()
    expect(await sent()).toEqual([])
    expect((await house.db.select().from(reportMailings)).every(({ isOver }) => isOver)).toBe(true)
  })

  test('stops when whoever set it is disabled, or may not read the report any more', async () => {
    slug = await published(house, town.funder.accountId, { sight: 'actor', actor: 'Fonds du fleuve' })
    for (const leave of [
      (tx: Writer) => tx.update(accounts).set({ disabledAt: house.now }).where(eq(accounts.id, town.funder.accountId)),
      (tx: Writer) =>
        tx.update(memberships).set({ until: '2026-03-01' }).where(eq(memberships.personId, town.funder.personId)),
    ]) {
      expect((await mailing({}, town.funder.accountId)).status).toBe(303)
      await house.db.commit((tx) => [leave(tx)])
      await queueMailings(house.db, new Date('2026-04-15T15:00:00Z'))
      house.now = new Date('2026-04-15T15:00:00Z')
      await house.work()
      expect([await sent(), house.letters]).toEqual([[], []])
      expect((await house.db.select().from(reportMailings)).every(({ isOver }) => isOver)).toBe(true)
      await house.db.commit((tx) => [
        tx.update(accounts).set({ disabledAt: null }).where(eq(accounts.id, town.funder.accountId)),
      ])
      house.now = new Date('2026-03-02T15:00:00Z')
    }
  })

  test('takes only whole addresses, a purpose and a day to come', async () => {
    for (const fields of [{ french: 'un' }, { french: '', english: '' }, { purpose: '' }, { nextOn: '2026-03-02' }]) {
      const answer = await mailing(fields)
      expect(answer.status).toBe(422)
      expect(answer.body).toContain('two@example.org'.slice(0, fields.english === '' ? 0 : 3))
    }
    expect(await house.db.select().from(reportMailings)).toEqual([])
    expect((await mailing({}, town.member.accountId)).status).toBe(404)
  })
})

describe('dates that roll on', () => {
  const query = { period: { from: '2024-04-01', until: '2024-06-30' }, asOf: '2024-06-30' }
  test.each([
    ['quarterly', '2026-04-15', '2026-01-01', '2026-03-31'],
    ['yearly', '2026-04-15', '2025-04-01', '2025-06-30'],
    ['quarterly', '2024-05-01', '2024-01-01', '2024-03-31'],
    ['once', '2026-04-15', '2024-04-01', '2024-06-30'],
  ] as const)('%s, on %s: from %s until %s', (frequency, day, from, until) => {
    expect(rolledTo(query as never, frequency, day)).toMatchObject({ period: { from, until }, asOf: until })
  })

  test('the next day follows, and what was missed is not made up for', () => {
    expect(nextAfter('2026-01-31', 'monthly', '2026-01-31')).toBe('2026-02-28')
    expect(nextAfter('2026-01-31', 'monthly', '2026-05-02')).toBe('2026-05-31')
    expect(nextAfter('2026-01-31', 'once', '2026-01-31')).toBeUndefined()
  })
})
