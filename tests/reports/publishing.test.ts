import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Content, ReportSight } from '../../src/domain/report.ts'
import { definitionsIn } from '../../src/figures/definitions.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { contentOf } from '../../src/reports/freezing.ts'
import { frozenOf } from '../../src/reports/frozen.ts'
import { differences } from '../../src/reports/correcting.ts'
import { reports, reportVersions } from '../../src/reports/tables.ts'
import { useHouse } from '../house.ts'
import { key, movesOf, problemAt, versionOf } from '../initiatives/forms.ts'
import { type Place, type Settled, settle, type Town } from '../town.ts'

// The network's year ended on 31 March: the report is made in April.
const house = useHouse('2026-04-10T15:00:00Z')
let town: Town
let moved: Settled
let shelter: Settled

beforeEach(async () => {
  town = await settle(house)
  moved = await town.initiativeAt('feedback', { title: 'Atelier', visibility: 'public', since: '2026-02-15' })
  await town.initiativeAt('mobilisation', { title: 'Jardin', visibility: 'public', since: '2026-01-10' })
  shelter = await town.initiativeAt('mobilisation', {
    title: 'Refuge',
    visibility: 'restricted',
    namedRoles: ['funder'],
    since: '2026-01-10',
  })
})

const as = (who: Place | undefined) => ({ as: who && town[who].accountId })
const begun = async (sight: ReportSight, who: Place = 'coordinator', actorId = '') => {
  await house.post(
    '/reports',
    { title: 'Bilan annuel', template: 'year', sight, actor: actorId, fiscalStart: '04-01', once: key() },
    as(who),
  )
  const [report] = await house.db.select().from(reports).where(eq(reports.sight, sight))
  return report!
}
const reportOf = async (id: string) => (await house.db.select().from(reports).where(eq(reports.id, id)))[0]!
const publish = async (id: string, fields: Record<string, string> = {}, who: Place = 'coordinator') => {
  const { slug, version } = await reportOf(id)
  return house.post(`/reports/${slug}/versions`, { version: String(version), once: key(), ...fields }, as(who))
}
const versions = () => house.db.select().from(reportVersions).orderBy(reportVersions.number)
const read = async (path: string, who?: Place) => (await house.get(path, as(who))).status
const moment = () => ({ at: house.now, today: '2026-04-10' })

/** The move of 15 February was of 2 April: a carrier says so, on their page. */
async function correctFebruary() {
  house.now = new Date(house.now.getTime() + 3_600_000)
  const last = (await movesOf(house, moved.slug)).at(-1)!
  const { status } = await house.post(
    `/initiatives/${moved.slug}/moves/${last.id}/corrections`,
    {
      effectiveOn: '2026-04-02',
      reason: 'Le comité s’est réuni en avril',
      version: await versionOf(house, moved.slug),
      once: key(),
    },
    as('carrier'),
  )
  expect(status).toBe(303)
}

const sectionsIn = ({ sections }: Content) => Object.fromEntries(sections.map((one) => [one.code, one]))

describe('a report as of 31 March, published, of which a move of February is corrected', () => {
  test('is unchanged byte for byte, and says that a correction exists, with the figures that changed', async () => {
    const { id, slug } = await begun('network')
    expect(await publish(id)).toMatchObject({ status: 303, to: `/reports/${slug}/versions/1` })
    const page = `/reports/${slug}/versions/1`
    const [before] = await versions()
    const { body: first } = await house.get(page, as('member'))
    expect(first).toContain('31 mars 2026')
    expect(first).not.toContain('report-since')
    await correctFebruary()
    expect(await versions()).toEqual([before])
    const { body } = await house.get(page, as('member'))
    expect(body).toContain('Une correction existe')
    const sections = (html: string) => html.match(/<section class="report-section"[\s\S]*?<\/section>/g)
    expect(sections(body)).toEqual(sections(first))
  })

  test('differs from the same query with today’s knowledge by just that', async () => {
    const { id } = await begun('network')
    await publish(id)
    await correctFebruary()
    const [version] = await versions()
    const report = await reportOf(id)
    const { content: then } = frozenOf(version!)
    const now = await contentOf(house.bench, report, moment())
    const [was, is] = [sectionsIn(then), sectionsIn(now)]
    const changed = Object.keys(was).filter((code) => JSON.stringify(was[code]) !== JSON.stringify(is[code]))
    // Nobody entered, ended, gave or taught anything else.
    for (const same of ['money', 'leverage', 'coverage', 'sectors', 'knowledge', 'endings']) {
      expect(changed).not.toContain(same)
    }
    expect(changed).toContain('stock')
    expect(now.population).toBe(then.population)
    const stages = ({ initiatives: all }: Content) => Object.fromEntries(all.map(({ title, stage }) => [title, stage]))
    expect(stages(then)).toMatchObject({ Atelier: 'feedback', Jardin: 'mobilisation' })
    expect(stages(now)).toEqual({ ...stages(then), Atelier: 'mobilisation' })
    expect(differences(then, now).isCorrected).toBe(true)
  })

  test('is what the same query gives as known at the instant of its publication', async () => {
    const { id } = await begun('network')
    await publish(id)
    await correctFebruary()
    const [version] = await versions()
    const report = await reportOf(id)
    const knownAt = version!.knownAt.toISOString()
    const again = await contentOf(house.bench, report, moment(), { ...report.query, knownAt })
    const { content } = frozenOf(version!)
    // What was corrected since is listed apart: the one section that speaks of what came after.
    const figures = ({ sections, initiatives: all, population }: Content) =>
      JSON.stringify([sections.filter(({ code }) => code !== 'corrections'), all, population])
    expect(figures(again)).toBe(figures(content))
    expect(sectionsIn(again).corrections!.tables[0]!.rows).toHaveLength(1)
    const live = await contentOf(house.bench, report, moment())
    expect(figures(live)).not.toBe(figures(content))
  })

  test('has a second version that says what changed; the first leads to it', async () => {
    const { id, slug } = await begun('network')
    await publish(id)
    await correctFebruary()
    const refused = await publish(id)
    expect(refused.status).toBe(422)
    expect(problemAt(refused.body, 'changes').isLinked).toBe(true)
    expect((await publish(id, { changes: 'Un passage de février était d’avril.' })).to).toBe(
      `/reports/${slug}/versions/2`,
    )
    const second = await house.get(`/reports/${slug}/versions/2`, as('member'))
    expect(second.body).toContain('Un passage de février était d’avril.')
    expect(second.body).not.toContain('Une correction existe')
    const first = await house.get(`/reports/${slug}/versions/1`, as('member'))
    expect(first.body).toContain(`href="/reports/${slug}/versions/2"`)
    // Its address alone leads whoever may not open the draft to what was published last.
    expect((await house.get(`/reports/${slug}`, as('member'))).to).toBe(`/reports/${slug}/versions/2`)
  })
})

describe('what was published', () => {
  test('is kept with its hash, the definitions of its figures and the versions of the gates', async () => {
    await publish((await begun('network')).id)
    const [version] = await versions()
    expect(createHash('sha256').update(version!.content).digest('hex')).toBe(version!.hash)
    const { content, definitions, isWhole } = frozenOf(version!)
    expect(isWhole).toBe(true)
    expect(content.gates).toMatchObject({ mobilisation: expect.any(Number) as number })
    expect(definitions).toEqual(definitionsIn(content))
    expect(frozenOf({ ...version!, content: version!.content.replace('2026-03-31', '2026-03-30') }).isWhole).toBe(false)
  })

  test('is changed and taken away by nobody: the database refuses', async () => {
    await publish((await begun('network')).id)
    const before = await versions()
    await expect(house.db.commit((tx) => [tx.update(reportVersions).set({ content: '{}' })])).rejects.toThrow()
    await expect(house.db.commit((tx) => [tx.update(reportVersions).set({ hash: sql`'0'` })])).rejects.toThrow()
    await expect(house.db.commit((tx) => [tx.delete(reportVersions)])).rejects.toThrow()
    expect(await versions()).toEqual(before)
  })

  test('twice with one form makes one', async () => {
    const { id, slug, version } = await begun('network')
    const form = { version: String(version), once: key() }
    for (const _ of [1, 2]) {
      expect((await house.post(`/reports/${slug}/versions`, form, as('coordinator'))).status).toBe(303)
    }
    expect(await versions()).toMatchObject([{ reportId: id, number: 1 }])
  })

  test('from a draft that changed meanwhile waits for its author to look again', async () => {
    const { id, version } = await begun('network')
    await house.db.commit((tx) => [tx.update(reports).set({ version: version + 1 })])
    for (const htmx of [false, true]) {
      const { slug } = await reportOf(id)
      const { status } = await house.post(
        `/reports/${slug}/versions`,
        { version: String(version), once: key() },
        { ...as('coordinator'), htmx },
      )
      expect(status).toBe(409)
    }
    expect(await versions()).toEqual([])
  })

  test('without anything in its dates says so, and is published all the same', async () => {
    const { id, slug } = await begun('network')
    const { query } = await reportOf(id)
    const long = { period: { from: '1999-01-01', until: '1999-12-31' }, asOf: '1999-12-31' }
    await house.db.commit((tx) => [tx.update(reports).set({ query: { ...query, ...long } })])
    expect((await publish(id)).status).toBe(303)
    expect((await house.get(`/reports/${slug}/versions/1`, as('member'))).status).toBe(200)
  })
})

describe('a published report is read', () => {
  const readers = ['visitor', 'member', 'otherCarrier', 'funder', 'coordinator', 'administrator'] as const
  test.each([
    ['public', [200, 200, 200, 200, 200, 200]],
    ['network', [404, 200, 200, 200, 200, 200]],
    ['actor', [404, 404, 404, 200, 200, 200]],
    ['coordination', [404, 404, 404, 404, 200, 200]],
  ] as const)('when it is for %s, by those only, page and initiatives behind', async (sight, expected) => {
    const { id, slug } = await begun(sight, 'coordinator', sight === 'actor' ? town.funder.actorId : '')
    await publish(id)
    const [version] = await versions()
    const [slice] = Object.keys(frozenOf(version!).content.slices)
    const page = `/reports/${slug}/versions/1`
    for (const path of [page, `${page}/initiatives?slice=${encodeURIComponent(slice!)}`]) {
      const seen = []
      for (const who of readers) seen.push(await read(path, who === 'visitor' ? undefined : who))
      expect([path, seen]).toEqual([path, expected])
    }
    const listed = []
    for (const who of readers) {
      const { body } = await house.get('/reports', as(who === 'visitor' ? undefined : who))
      listed.push(body.includes(page))
    }
    expect(listed).toEqual(expected.map((status) => status === 200))
  })

  test('with the eyes of its readers, never its author’s', async () => {
    const counted = async (sight: ReportSight, actorId = '') => {
      const { id } = await begun(sight, 'coordinator', actorId)
      await publish(id)
      const all = await versions()
      const { content } = frozenOf(all.find(({ reportId }) => reportId === id)!)
      return content.initiatives.map(({ title }) => title).sort()
    }
    expect(await counted('public')).toEqual(['Atelier', 'Jardin'])
    expect(await counted('network')).toEqual(['Atelier', 'Jardin'])
    expect(await counted('actor', town.funder.actorId)).toEqual(['Atelier', 'Jardin', 'Refuge'])
    expect(await counted('coordination')).toContain('Atelier de vélos')
  })

  test('and names, behind its figures, only what the reader may still see: the others are counted', async () => {
    const { id, slug } = await begun('network')
    await publish(id)
    const [version] = await versions()
    const { slices, initiatives: all } = frozenOf(version!).content
    const [slice] = Object.entries(slices).find(([, at]) => at.some((one) => all[one]!.id === moved.id))!
    const path = `/reports/${slug}/versions/1/initiatives?slice=${encodeURIComponent(slice)}`
    expect((await house.get(path, as('member'))).body).toContain(`/initiatives/${moved.slug}"`)
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: 'restricted' }).where(eq(initiatives.id, moved.id)),
    ])
    const { body } = await house.get(path, as('member'))
    expect(body).not.toContain(moved.slug)
    expect(body).not.toContain('Atelier<')
    expect(body).toContain('1 autre, que vous ne voyez pas ou plus.')
    expect((await house.get(path, as('carrier'))).body).toContain(`/initiatives/${moved.slug}"`)
    expect(await read(`/reports/${slug}/versions/1/initiatives?slice=nonsense`, 'member')).toBe(404)
    expect(body).not.toContain(shelter.slug)
  })

  test.each(['0', '2', 'x', '1.5', '99999999999'])('and no other: version %s', async (number) => {
    const { id, slug } = await begun('public')
    await publish(id)
    expect(await read(`/reports/${slug}/versions/${number}`)).toBe(404)
  })
})

describe('publishing', () => {
  test('is for whoever may open the draft', async () => {
    const { id } = await begun('actor', 'funder', town.funder.actorId)
    for (const who of ['member', 'leadCarrier', 'supportPartner'] as const) {
      expect((await publish(id, {}, who)).status).toBe(404)
    }
    expect((await publish(id, {}, 'funder')).status).toBe(303)
    expect((await publish(id, { changes: 'Relu' }, 'coordinator')).status).toBe(303)
  })
})
