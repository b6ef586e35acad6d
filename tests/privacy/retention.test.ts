import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { actorAdded } from '../../src/actors/steps.ts'
import { communications } from '../../src/communications/tables.ts'
import { DAY_MS } from '../../src/domain/calendar.ts'
import { isChosen, retentionKinds, retentionOf } from '../../src/domain/retention.ts'
import { newId } from '../../src/platform/id.ts'
import { job } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { purgeDue } from '../../src/privacy/purging.ts'
import { retentionPeriods } from '../../src/privacy/retention.ts'
import { purges, retentions } from '../../src/privacy/tables.ts'
import { useHouse } from '../house.ts'
import { statementsDuring } from '../statements.ts'
import { settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})
const home = '/settings/privacy/retention'
const as = () => town.administrator.accountId
const key = () => newId()
const change = (kind: string, fields: Record<string, string>, who = as()) =>
  house.post(`${home}/${kind}`, { once: key(), version: '0', ...fields }, { as: who })
const daysOf = async (kind: string) => (await retentionPeriods(house.db)).find((one) => one.kind === kind)!.days

test('each kind has a period within its own bounds', () => {
  for (const kind of retentionKinds) {
    const { days, least, most } = retentionOf[kind]
    expect([kind, least >= 1 && least <= days && days <= most]).toEqual([kind, true])
  }
  expect(retentionOf.incidents.fate).toBe('kept')
  expect(retentionOf.incidents.days).toBeGreaterThanOrEqual(5 * 365)
  expect(retentionKinds.filter((kind) => !isChosen(kind))).toEqual(['uploads', 'bin', 'incidents'])
})

describe('a period', () => {
  test('is changed by an administrator, and the journal says from what to what', async () => {
    expect((await change('links', { days: ' 90 ' })).to).toBe(home)
    expect(await daysOf('links')).toBe(90)
    expect((await change('links', { days: '100', version: '1' })).status).toBe(303)
    const rows = (await house.db.select().from(journal)).filter(({ what }) => what === 'retention_changed')
    expect(rows).toMatchObject([
      { subjectKind: 'retention', subjectId: 'links', capacity: 'administrator', byAccountId: as() },
      { subjectKind: 'retention' },
    ])
    expect(JSON.parse(rows[1]!.particulars)).toEqual({ from: 90, days: 100 })
    const { body } = await house.get(home, { as: as() })
    expect(body).toContain('100 jours')
    expect(body).toContain('par Administration Première')
  })

  test('is changed by nobody else', async () => {
    for (const place of ['coordinator', 'member'] as const) {
      expect((await change('links', { days: '90' }, town[place].accountId)).status).toBe(403)
    }
    expect((await house.post(`${home}/links`, { days: '90', version: '0' })).status).toBe(404)
    expect(await house.db.select().from(retentions)).toEqual([])
  })

  test.each([['29'], ['1826'], ['-5'], ['12.5'], ['un an'], ['']])(
    'of %s days is refused at its field',
    async (days) => {
      const { status, body } = await change('links', { days })
      expect(status).toBe(422)
      expect(body).toContain('id="f-days-problem"')
      if (days) expect(body).toContain(`value="${days}"`)
      expect(await daysOf('links')).toBe(365)
    },
  )

  test('at its least and at its most is taken', async () => {
    expect((await change('links', { days: '30' })).status).toBe(303)
    expect((await change('links', { days: '1825', version: '1' })).status).toBe(303)
  })

  test('that somebody changed first is shown with both', async () => {
    await change('links', { days: '90' })
    const { status, body } = await change('links', { days: '60' })
    expect(status).toBe(409)
    for (const said of ['value="90"', 'value="60"', 'name="version" value="1"']) expect(body).toContain(said)
    expect(await daysOf('links')).toBe(90)
  })

  test('that two change at once is changed by one of them', async () => {
    const answers = await Promise.all(['90', '91', '92', '93'].map((days) => change('links', { days })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409, 409])
  })

  test('that the house sets is not changed, nor one of no kind', async () => {
    for (const kind of ['bin', 'uploads', 'incidents', 'nothing']) {
      expect((await change(kind, { days: '60' })).status).toBe(404)
      expect((await house.get(`${home}/${kind}`, { as: as() })).status).toBe(404)
    }
  })
})

describe('the page', () => {
  const done = (days: number) => ({
    ...job('letter.send', {}, house.now),
    doneAt: new Date(house.now.getTime() - days * DAY_MS),
  })

  test('says what goes next, and what went', async () => {
    await house.db.commit((tx) => [tx.insert(jobs).values([done(8), done(9), done(3)])])
    const row = (body: string) => /<tr id="jobs_done">.*?<\/tr>/s.exec(body)![0]
    expect(row((await house.get(home, { as: as() })).body)).toContain('2 lignes')
    await purgeDue(house.bench)
    const { body } = await house.get(home, { as: as() })
    expect(row(body)).toContain('<span class="muted">—</span>')
    expect(row(body)).toMatch(/2 lignes <time/)
    for (const kind of retentionKinds) expect(body).toContain(`<tr id="${kind}">`)
    expect(body).not.toMatch(/privacy\.[a-z_]+\.|undefined|\[object|NaN/)
    expect((await house.get(`${home}/jobs_done`, { as: as() })).body).toContain('0 ligne part')
  })

  const past = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const at = new Date(house.now.getTime() - (count - index) * 1000)
      return { id: newId(), at, kind: 'links', rows: index + 1, before: at }
    })

  test('has the log by pages, latest first', async () => {
    for (const one of past(52)) await house.db.commit((tx) => [tx.insert(purges).values(one)])
    const first = (await house.get(home, { as: as() })).body
    const next = /rel="next" href="([^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&')
    const second = (await house.get(next, { as: as() })).body
    const shown = (body: string) => [...body.matchAll(/<td class="number"[^>]*><span>(\d+)</g)].map(([, rows]) => rows)
    expect(shown(first)).toHaveLength(50)
    expect(shown(first)[0]).toBe('52')
    expect(shown(second)).toEqual(['2', '1'])
    expect(second).not.toContain('rel="next"')
  })

  test('gives the log as a file that French Excel opens, and the register says so', async () => {
    await house.db.commit((tx) => [tx.insert(purges).values(past(2))])
    const { status, body, headers } = await house.get(`${home}.csv`, { as: as() })
    expect(status).toBe(200)
    expect(headers.get('Content-Disposition')).toContain('registre-des-destructions-2026-03-02.csv')
    const lines = body.trim().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toBe('Jour;Quand;Quoi;Lignes;Ce qui était passé avant le')
    expect(lines[1]).toContain('Liens de lecture révoqués ou expirés;2;')
    expect(await house.db.select().from(communications)).toMatchObject([{ what: 'purges', holdsPersons: false }])
  })
})

test('the pages ask the database no more often where more went, or more people are named', async () => {
  const asked = (path: string) => statementsDuring(house.db, () => house.get(path, { as: as() }))
  const grown = async (from: number, until: number) => {
    for (let n = from; n < until; n++) {
      const sheet = {
        id: newId(),
        slug: `voisine-${n}`,
        name: `Voisine ${n}`,
        kind: 'person',
        visibility: 'public',
      } as const
      await house.db.commit((tx) => [
        tx.insert(purges).values({ id: newId(), at: house.now, kind: 'links', rows: 1, before: house.now }),
        actorAdded(tx, sheet, house.now),
      ])
    }
  }
  const pages = [home, `${home}/links`, '/settings/privacy/consents']
  const counts = async () => {
    const all: number[] = []
    for (const path of pages) all.push(await asked(path))
    return all
  }
  await grown(0, 2)
  await counts()
  const few = await counts()
  await grown(2, 20)
  expect(await counts()).toEqual(few)
})
