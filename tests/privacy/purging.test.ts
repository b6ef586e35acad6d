import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { accountOpened } from '../../src/accounts/steps.ts'
import { sessions, tokens } from '../../src/accounts/tables.ts'
import { adoptionContacts, adoptions } from '../../src/adoptions/tables.ts'
import { communicated } from '../../src/communications/steps.ts'
import { communications } from '../../src/communications/tables.ts'
import { deskVisits } from '../../src/desk/tables.ts'
import { DAY_MS } from '../../src/domain/calendar.ts'
import { retentionKinds, retentionOf, type RetentionKind } from '../../src/domain/retention.ts'
import { dossierLinks, dossierOpenings } from '../../src/dossiers/tables.ts'
import { importRows, imports } from '../../src/imports/tables.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { allOf, type Forgetting } from '../../src/platform/db/forgetting.ts'
import { newId } from '../../src/platform/id.ts'
import { job } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { dueOf, forget, forgettings, purgeDue } from '../../src/privacy/purging.ts'
import { limitOf, retentionPeriods } from '../../src/privacy/retention.ts'
import { purges, retentions } from '../../src/privacy/tables.ts'
import { reportLinks, reportMailings, reports, reportSendings, reportVersions } from '../../src/reports/tables.ts'
import { uploads } from '../../src/uploads/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})

/** From when what the tests plant is counted: long ago, so that nothing else of the house is of that age. */
const from = new Date('2010-01-01T00:00:00Z')
const later = (days: number, ms = 0) => new Date(from.getTime() + days * DAY_MS + ms)
const accountId = () => town.member.accountId

type Plant = (db: Database) => Promise<{ left: () => Promise<number> }>

const token = (purpose: 'sign_in' | 'invitation', of: { usedAt?: Date; expiresAt: Date }): Plant => {
  const row = { id: newId(), hash: newId(), purpose, email: 'qui@example.org', grants: {}, createdAt: from, ...of }
  return async (db) => {
    await db.commit((tx) => [tx.insert(tokens).values(row)])
    return { left: () => db.$count(tokens) }
  }
}
const work =
  (of: { doneAt?: Date; deadAt?: Date }): Plant =>
  async (db) => {
    await db.commit((tx) => [tx.insert(jobs).values({ ...job('letter.send', { to: 'qui@example.org' }, from), ...of })])
    return { left: () => db.$count(jobs, eq(jobs.kind, 'letter.send')) }
  }
const dossierLink = async (db: Database, of: { revokedAt?: Date; expiresAt: Date }) => {
  const { id: initiativeId } = await town.initiativeAt('emergence')
  const link = {
    id: newId(),
    initiativeId,
    tokenHash: newId(),
    label: 'Élise',
    shows: 'team',
    createdAt: from,
  } as const
  await db.commit((tx) => [tx.insert(dossierLinks).values({ ...link, ...of })])
  return link.id
}
const report = async (db: Database) => {
  const id = newId()
  const [made, row] = [
    { createdAt: from, changedAt: from },
    { id, slug: id, title: 'Bilan', sight: 'network' as const },
  ]
  const version = {
    id: newId(),
    reportId: id,
    number: 1,
    title: 'Bilan',
    sight: 'network' as const,
    asOf: '2010-01-01',
  }
  await db.commit((tx) => [
    tx.insert(reports).values({ ...row, ...made, query: {} as never }),
    tx.insert(reportVersions).values({ ...version, knownAt: from, content: '{}', hash: '', publishedAt: from }),
  ])
  return { reportId: id, versionId: version.id }
}
const mailing =
  (isOver: boolean): Plant =>
  async (db) => {
    const { reportId } = await report(db)
    const id = newId()
    const row = { id, reportId, frequency: 'once', nextOn: '2010-01-01', purpose: 'Suivi', isOver } as const
    const recipients = [{ address: 'qui@example.org', locale: 'fr-CA' }]
    const createdAt = later(-100)
    await db.commit((tx) => [
      tx.insert(reportMailings).values({ ...row, recipients, byAccountId: accountId(), createdAt }),
      tx.insert(reportSendings).values({ id: newId(), mailingId: id, dueOn: '2010-01-01', sentAt: from }),
    ])
    return { left: async () => (await db.select().from(reportMailings)).flatMap((one) => one.recipients).length }
  }
const brought =
  (state: 'uploaded' | 'done' | 'running', finishedAt: Date | null): Plant =>
  async (db) => {
    const row = { id: newId(), fileName: 'liste.csv', file: 'a'.repeat(64), state, plan: {}, counts: {}, finishedAt }
    const createdAt = finishedAt ? later(-50) : from
    await db.commit((tx) => [
      tx.insert(imports).values({ ...row, createdAt }),
      tx.insert(importRows).values({ id: newId(), importId: row.id, line: 2, outcome: 'created', value: 'Élise' }),
    ])
    return { left: async () => (await db.select().from(imports)).filter(({ file }) => file).length }
  }

const plants: Partial<Record<RetentionKind, [string, Plant][]>> = {
  sessions: [
    [
      'a session that ended',
      async (db) => {
        const row = { id: newId(), tokenHash: newId(), accountId: accountId(), userAgent: 'Firefox' }
        const at = { createdAt: later(-30), seenAt: later(-30), expiresAt: from }
        await db.commit((tx) => [tx.insert(sessions).values({ ...row, ...at })])
        return { left: () => db.$count(sessions, eq(sessions.id, row.id)) }
      },
    ],
  ],
  sign_in_links: [
    ['a link that expired', token('sign_in', { expiresAt: from })],
    ['a link that was used', token('sign_in', { expiresAt: later(3000), usedAt: from })],
  ],
  invitations: [
    ['an invitation that expired', token('invitation', { expiresAt: from })],
    ['an invitation that was answered', token('invitation', { expiresAt: later(3000), usedAt: from })],
  ],
  adoption_contacts: [
    [
      'the address of whoever asked, with what they wrote',
      async (db) => {
        const { id: initiativeId } = await town.initiativeAt('appropriation')
        const adoptionId = newId()
        const [who, status] = [
          { takerName: 'École', takerKind: 'adopter' },
          { status: 'intent', since: '2010-01-01' },
        ] as const
        const asked = {
          id: adoptionId,
          initiativeId,
          ...who,
          ...status,
          visibility: 'team',
          isConfirmed: false,
        } as const
        await db.commit((tx) => [
          tx.insert(adoptions).values({ ...asked, message: 'Bonjour', createdAt: from, changedAt: from }),
          tx
            .insert(adoptionContacts)
            .values({ adoptionId, name: 'Élise', address: 'qui@example.org', createdAt: from }),
        ])
        const left = async () => {
          const [row] = await db.select().from(adoptions).where(eq(adoptions.id, adoptionId))
          const contacts = await db.$count(adoptionContacts)
          expect(row!.message).toBe(contacts ? 'Bonjour' : '')
          return contacts
        }
        return { left }
      },
    ],
  ],
  mailings: [['the recipients of a mailing that is over', mailing(true)]],
  links: [
    ['a link to a dossier that expired', async (db) => ofLinks(db, await dossierLink(db, { expiresAt: from }))],
    [
      'a link to a dossier that was revoked',
      async (db) => ofLinks(db, await dossierLink(db, { expiresAt: later(9000), revokedAt: from })),
    ],
    [
      'a link to a report that expired',
      async (db) => {
        const { versionId } = await report(db)
        const link = { id: newId(), versionId, tokenHash: newId(), label: 'qui@example.org', createdAt: from }
        await db.commit((tx) => [tx.insert(reportLinks).values({ ...link, expiresAt: from })])
        return { left: () => db.$count(reportLinks) }
      },
    ],
  ],
  openings: [
    [
      'the opening of a dossier',
      async (db) => {
        const linkId = await dossierLink(db, { expiresAt: later(9000) })
        await db.commit((tx) => [
          tx.insert(dossierOpenings).values({ id: newId(), linkId, openedAt: from, what: 'page' }),
        ])
        return { left: () => db.$count(dossierOpenings) }
      },
    ],
  ],
  imports: [
    ['a file that was never imported', brought('uploaded', null)],
    ['the file of an import that is done', brought('done', from)],
  ],
  uploads: [
    [
      'a file that nobody took up',
      async (db) => {
        const row = { id: newId(), accountId: accountId(), file: 'b'.repeat(64), fileName: 'a.pdf', size: 1 }
        await db.commit((tx) => [tx.insert(uploads).values({ ...row, receivedAt: from })])
        return { left: () => db.$count(uploads) }
      },
    ],
  ],
  jobs_done: [['work that is done', work({ doneAt: from })]],
  jobs_dead: [['work that was given up', work({ deadAt: from })]],
  desk_visits: [
    [
      'a visit of a desk',
      async (db) => {
        await db.commit((tx) => [tx.insert(deskVisits).values({ accountId: accountId(), seenUntil: from })])
        return { left: () => db.$count(deskVisits) }
      },
    ],
  ],
  communications: [
    [
      'a row of the register',
      async (db) => {
        const leaving = { what: 'report', format: 'pdf', holdsPersons: true }
        await db.commit((tx) => [communicated(tx, { accountId: accountId() }, from, leaving)])
        return { left: () => db.$count(communications) }
      },
    ],
  ],
}
const ofLinks = (db: Database, id: string) => ({ left: () => db.$count(dossierLinks, eq(dossierLinks.id, id)) })

describe.each(Object.entries(plants) as [RetentionKind, [string, Plant][]][])('of %s', (kind, some) => {
  test.each(some)('%s goes when its time is over, and not before; the log says so once', async (_what, plant) => {
    const { db } = house
    const { left } = await plant(db)
    const { days } = retentionOf[kind]
    const purgedAt = async (at: Date) => {
      const going = { kind, before: limitOf({ days }, at), at }
      let gone = 0
      for (const one of forgettings[kind]) gone += await forget(db, going, one)
      return gone
    }
    expect(await left()).toBe(1)
    expect(await purgedAt(later(days - 1))).toBe(0)
    expect(await purgedAt(later(days))).toBe(0)
    expect(await left()).toBe(1)
    expect(await db.select().from(purges)).toEqual([])
    const at = later(days, 1)
    expect(await purgedAt(at)).toBe(1)
    expect(await left()).toBe(0)
    expect(await purgedAt(at)).toBe(0)
    expect(await db.select().from(purges)).toMatchObject([{ kind, rows: 1, at, before: later(0, 1) }])
  })
})

test('what is still needed stays, however old', async () => {
  const { db } = house
  const planted = [
    await mailing(false)(db),
    await brought('running', null)(db),
    await work({})(db),
    await token('invitation', { expiresAt: later(9000) })(db),
  ]
  for (const kind of ['mailings', 'imports', 'jobs_done', 'jobs_dead', 'invitations'] as const) {
    const going = { kind, before: later(8000), at: later(8000) }
    for (const one of forgettings[kind]) expect(await forget(db, going, one)).toBe(0)
  }
  expect(await Promise.all(planted.map(({ left }) => left()))).toEqual([1, 1, 1, 1])
})

test('of every kind that goes something is forgotten here or in its own room', () => {
  const going = retentionKinds.filter((kind) => retentionOf[kind].fate === 'goes')
  const ownRoom = ['feedback_contacts', 'bin']
  expect(going.filter((kind) => !plants[kind] && !ownRoom.includes(kind))).toEqual([])
  expect(retentionKinds.filter((kind) => forgettings[kind].length > 0)).toEqual(going)
})

describe('a purge', () => {
  const many = async (rows: number) => {
    const all = Array.from({ length: rows }, () => ({ ...job('letter.send', {}, from), doneAt: from }))
    await house.db.commit((tx) => [tx.insert(jobs).values(all)])
  }
  const logged = async () => (await house.db.select().from(purges)).filter(({ kind }) => kind === 'jobs_done')
  const sumOf = (rows: readonly { rows: number }[]) => rows.reduce((all, one) => all + one.rows, 0)

  test('goes by slices, each with its row', async () => {
    await many(1200)
    await purgeDue(house.bench)
    expect((await logged()).map(({ rows }) => rows).sort((a, b) => b - a)).toEqual([500, 500, 200])
    expect(await house.db.$count(jobs)).toBe(0)
  })

  test('of two processes at once is counted once', async () => {
    await many(700)
    await Promise.all([purgeDue(house.bench), purgeDue(house.bench)])
    await purgeDue(house.bench)
    expect(sumOf(await logged())).toBe(700)
    expect(await house.db.$count(jobs)).toBe(0)
  })

  test('that fails in between leaves what it was to take, and no row', async () => {
    await many(3)
    const failing: Database = Object.assign(Object.create(house.db) as Database, {
      commit: ((build) =>
        house.db.commit((tx) => [
          ...build(tx),
          { statement: tx.delete(retentions).returning(), check: () => expect.fail('the disk is full') },
        ])) as Database['commit'],
    })
    await expect(purgeDue({ ...house.bench, db: failing })).rejects.toThrow('not everything')
    expect(await house.db.$count(jobs)).toBe(3)
    expect(await house.db.select().from(purges)).toEqual([])
  })

  test('that meets rows which another took writes nothing, and gives up in the end', async () => {
    await many(2)
    const [done] = forgettings.jobs_done as [Forgetting]
    let asked = 0
    const late: Forgetting = {
      ...done,
      async next(...how) {
        asked++
        const { rows, steps } = await done.next(...how)
        return { rows, steps: (tx) => [...steps(tx), allOf(tx.delete(retentions).returning(), 1)] }
      },
    }
    expect(await forget(house.db, { kind: 'jobs_done', before: house.now, at: house.now }, late)).toBe(0)
    expect(asked).toBe(3)
    expect(await logged()).toEqual([])
  })

  test('goes by the period that was chosen', async () => {
    const set = { kind: 'jobs_done', days: 30, changedAt: from, version: 1 }
    await house.db.commit((tx) => [
      tx.insert(retentions).values(set),
      tx.insert(jobs).values({ ...job('letter.send', {}, from), doneAt: new Date(house.now.getTime() - 20 * DAY_MS) }),
    ])
    await purgeDue(house.bench)
    expect(await house.db.$count(jobs)).toBe(1)
    house.now = new Date(house.now.getTime() + 11 * DAY_MS)
    await purgeDue(house.bench)
    expect(await house.db.$count(jobs)).toBe(0)
  })
})

test('an account that nobody uses is told of, and stays', async () => {
  const { db } = house
  const id = newId()
  const account = { id, email: 'oubli@example.org', name: 'Oubli', networkRole: 'member' as const }
  await db.commit((tx) => [accountOpened(tx, account, from)])
  const period = (await retentionPeriods(db)).find(({ kind }) => kind === 'unused_accounts')!
  expect(await dueOf(db, period, later(period.days))).toBe(0)
  expect(await dueOf(db, period, later(period.days, 1))).toBe(1)
  await db.commit((tx) => [
    tx.insert(sessions).values({
      id: newId(),
      tokenHash: newId(),
      accountId: id,
      userAgent: '',
      createdAt: from,
      seenAt: later(10),
      expiresAt: later(40),
    }),
  ])
  expect(await dueOf(db, period, later(period.days, 1))).toBe(0)
  house.now = later(4000)
  await purgeDue(house.bench)
  expect(await db.select().from(purges)).not.toContainEqual(expect.objectContaining({ kind: 'unused_accounts' }))
})
