import { describe, expect, test } from 'vitest'
import { documents } from '../../src/documents/tables.ts'
import { documentsOf, findDocument } from '../../src/documents/queries.ts'
import { capacitiesOn } from '../../src/initiatives/queries.ts'
import { maySee, visibilities } from '../../src/domain/visibility.ts'
import { visitor } from '../../src/domain/viewer.ts'
import { everybody } from '../access/people.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { attachedAs } from './sending.ts'

const house = useHouse()

describe.each(visibilities)('on an initiative of level %s,', (level) => {
  test('a document is found by whoever sees the initiative and is of its own level, and by nobody else', async () => {
    const town = await settle(house)
    const one = await town.initiativeAt('feedback', { visibility: level, namedRoles: ['taker'] })
    for (const own of visibilities) {
      const title = `Papier ${own}`
      await attachedAs(house, one.slug, town.carrier.accountId, { title, visibility: own, namedRoles: ['funder'] })
    }
    const all = await house.db.select().from(documents)
    for (const person of everybody) {
      const viewer = person === 'visitor' ? visitor : town[person].by
      const visit = person === 'visitor' ? {} : { as: town[person].accountId }
      const held = await capacitiesOn(house.db, viewer, '2026-03-02', one.id)
      const seesInitiative = maySee(level, held, ['taker'])
      const expected = all.filter(({ visibility }) => seesInitiative && maySee(visibility, held, ['funder']))
      const listed = await documentsOf(house.db, viewer, '2026-03-02', one.id)
      expect([person, listed.map(({ document }) => document.title).sort()]).toEqual([
        person,
        expected.map(({ title }) => title).sort(),
      ])
      for (const document of all) {
        const found = await findDocument(house.db, viewer, '2026-03-02', document.id)
        expect([person, document.title, found !== undefined]).toEqual([
          person,
          document.title,
          expected.includes(document),
        ])
      }
      const page = await house.get(`/initiatives/${one.slug}`, visit)
      const list = await house.get(`/initiatives/${one.slug}/documents`, visit)
      expect(page.status).toBe(seesInitiative ? 200 : 404)
      expect(list.status).toBe(page.status)
      for (const { title } of all) {
        const isSeen = expected.some((one) => one.title === title)
        expect([person, title, list.body.includes(`>${title}</a>`)]).toEqual([person, title, isSeen])
        expect([person, title, page.body.includes(`>${title}</a>`)]).toEqual([person, title, isSeen])
      }
      // No count tells that there are others.
      if (expected.length > 0) expect(page.body).toContain(`Documents<span class="count">${expected.length}</span>`)
      else expect(page.body).not.toMatch(/Documents<span class="count">/)
    }
  })
})

test('whoever reads names only those whom they may read of', async () => {
  const town = await settle(house)
  const one = await town.initiativeAt('feedback', { visibility: 'public' })
  await attachedAs(house, one.slug, town.coordinator.accountId, { title: 'Par la coordination' })
  const document = (await house.db.select().from(documents))[0]!
  const asVisitor = await house.get(`/documents/${document.id}`)
  expect(asVisitor.status).toBe(200)
  expect(asVisitor.body).not.toContain('Coordination Première')
  expect((await house.get(`/documents/${document.id}`, { as: town.member.accountId })).body).toContain(
    'Coordination Première',
  )
})

test('the head of a document’s page says what it is in the terms of the Dublin Core, to whoever may see it', async () => {
  const town = await settle(house)
  const one = await town.initiativeAt('feedback', { visibility: 'public' })
  const fields = { title: 'Bilan du cycle', creators: 'Une équipe', licence: 'cc_by', visibility: 'public' }
  const { id } = await attachedAs(house, one.slug, town.carrier.accountId, fields)
  const { body } = await house.get(`/documents/${id}`)
  expect(body).toContain('<meta name="DCTERMS.title" content="Bilan du cycle">')
  expect(body).toContain('<meta name="DCTERMS.license" content="https://creativecommons.org/licenses/by/4.0/">')
  expect(body).toContain(`<meta name="DCTERMS.identifier" content="http://sillon.test/documents/${id}">`)
})
