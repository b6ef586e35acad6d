import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { hashOf } from '../../src/accounts/secrets.ts'
import { accounts } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { actors, memberships } from '../../src/actors/tables.ts'
import { dossierLinks, dossierOpenings } from '../../src/dossiers/tables.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { initiatives, participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { attestIt, deedsOn, key, problemAt } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { attach } from './papers.ts'
import { taken } from './taking.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  page = `/initiatives/${one.slug}/dossier`
})

const make = (who: Place, fields: Record<string, string> = {}, htmx = false) =>
  house.post(
    `${page}/links`,
    { label: 'La Fondation', shows: 'team', days: '30', once: key(), ...fields },
    { as: town[who].accountId, htmx },
  )
const tokenIn = (body: string) => /http:\/\/sillon\.test\/d\/([\w-]{43})/.exec(body)?.[1] ?? ''
const linkFor = async (shows: string, days = '30') => tokenIn((await make('carrier', { shows, days })).body)
const links = () => house.db.select().from(dossierLinks)
const openings = async () =>
  (await house.db.select().from(dossierOpenings).orderBy(dossierOpenings.id)).map(({ what }) => what)
const levels = ['public', 'network', 'community', 'team', 'restricted'] as const

async function oneDocumentAtEach() {
  const ids = {} as Record<Visibility, string>
  for (const visibility of levels) {
    ids[visibility] = (
      await attach(house, one.id, { title: `Pièce ${visibility}`, visibility, bytes: `dans ${visibility}` })
    ).id
  }
  return ids
}

describe('making a link', () => {
  test.each(['leadCarrier', 'carrier', 'coordinator', 'administrator'] as const)('is for: %s', async (who) => {
    const { status, body } = await make(who)
    expect(status).toBe(200)
    const [link] = await links()
    expect(link).toMatchObject({ label: 'La Fondation', shows: 'team', tokenHash: hashOf(tokenIn(body)) })
    expect(link!.expiresAt.getTime() - house.now.getTime()).toBe(30 * 86_400_000)
    expect((await deedsOn(house, one.id))[0]).toMatch(/^dossier_shared as /)
  })

  test.each(['supportPartner', 'taker', 'funder', 'member', 'formerPartner', 'invited'] as const)(
    'is not for: %s, who reads of no link either',
    async (who) => {
      await make('carrier', { label: 'Comité de mai' })
      for (const htmx of [false, true]) expect((await make(who, {}, htmx)).status).toBe(403)
      const { status, body } = await house.get(page, { as: town[who].accountId })
      expect(status).toBe(200)
      expect(body).not.toContain('Comité de mai')
      expect(await links()).toHaveLength(1)
    },
  )

  test('shows the token once: it is in no table, and no page shows it again', async () => {
    const once = key()
    const token = tokenIn((await make('carrier', { once })).body)
    expect(token).toHaveLength(43)
    const again = await make('carrier', { once })
    expect([again.status, tokenIn(again.body)]).toEqual([303, ''])
    const kept = JSON.stringify([await links(), await house.db.select().from(journal)])
    expect(kept).not.toContain(token)
    expect((await house.get(page, { as: town.carrier.accountId })).body).not.toContain(token)
  })

  test.each([
    ['days', '0'],
    ['days', '366'],
    ['days', 'toujours'],
    ['label', ' '],
    ['shows', 'restricted'],
  ])('is refused when %s is « %s »', async (field, value) => {
    const { status, body } = await make('carrier', { [field]: value })
    expect([status, problemAt(body, field).isLinked]).toEqual([422, true])
    expect(await links()).toEqual([])
  })

  test('is refused at a level that does not see the initiative; a restricted one has no link at all', async () => {
    one = await town.initiativeAt('feedback', { visibility: 'team' })
    page = `/initiatives/${one.slug}/dossier`
    expect((await make('carrier', { shows: 'network' })).status).toBe(422)
    expect((await make('carrier', { shows: 'team' })).status).toBe(200)
    one = await town.initiativeAt('feedback', { visibility: 'restricted' })
    page = `/initiatives/${one.slug}/dossier`
    expect((await make('carrier', { shows: 'team' })).status).toBe(422)
    expect((await house.get(page, { as: town.carrier.accountId })).body).toContain('aucun lien ne la montre')
  })
})

describe('what a link shows', () => {
  const sees: Record<string, readonly Visibility[]> = {
    public: ['public'],
    network: ['public', 'network'],
    team: ['public', 'network', 'community', 'team'],
  }
  test.each(Object.entries(sees))(
    'at level %s is what that level sees: on its page, in its archive, file by file',
    async (shows, seen) => {
      const ids = await oneDocumentAtEach()
      const token = await linkFor(shows)
      const { body } = await house.get(`/d/${token}`)
      const archive = await taken(house, `/d/${token}/dossier.zip`)
      for (const level of levels) {
        const isSeen = seen.includes(level)
        expect([level, body.includes(`Pièce ${level}`), body.includes(ids[level])]).toEqual([level, isSeen, isSeen])
        expect([level, archive.words.includes(`Pièce ${level}`)]).toEqual([level, isSeen])
        const { status, body: content } = await house.get(`/d/${token}/documents/${ids[level]}`)
        expect([level, status, content === `dans ${level}`]).toEqual([level, isSeen ? 200 : 404, isSeen])
      }
      expect(archive.manifest.files.filter(({ path }) => path.startsWith('documents/'))).toHaveLength(seen.length)
    },
  )

  test('is the same for whoever opens it, a coordinator too', async () => {
    await oneDocumentAtEach()
    const token = await linkFor('public')
    const { body } = await house.get(`/d/${token}`, { as: town.coordinator.accountId })
    expect(body).toContain('Pièce public')
    expect(body).not.toContain('Pièce network')
  })

  test('names actors as that level sees them, and never says how to reach them', async () => {
    const contacts = { email: 'secret@example.org', phone: '418 555-0199' }
    await house.db.commit((tx) => [
      tx
        .update(actors)
        .set({ visibility: 'network', ...contacts })
        .where(eq(actors.id, town.funder.actorId)),
      tx
        .update(actors)
        .set({ visibility: 'restricted', ...contacts })
        .where(eq(actors.id, town.taker.actorId)),
    ])
    for (const [shows, named] of [
      ['public', false],
      ['network', true],
      ['team', true],
    ] as const) {
      const token = await linkFor(shows)
      const archive = await taken(house, `/d/${token}/dossier.zip`)
      for (const words of [(await house.get(`/d/${token}`)).body, archive.words]) {
        expect([shows, words.includes('Fonds du fleuve')]).toEqual([shows, named])
        expect(words).not.toContain('Coop des marais')
        expect(words).not.toMatch(/secret@|555-0199|Invitée Première/)
      }
    }
  })

  test('holds statements at the level of the team alone', async () => {
    await attestIt(house, one.slug, 'R1', town.carrier.by, { statement: 'Douze familles ont répondu' })
    for (const [shows, isThere] of [
      ['network', false],
      ['team', true],
    ] as const) {
      const { body } = await house.get(`/d/${await linkFor(shows)}`)
      expect([shows, body.includes('Douze familles ont répondu')]).toEqual([shows, isThere])
    }
  })

  test('is no file that is quarantined, in the bin, an address or of another initiative', async () => {
    const other = await town.initiativeAt('feedback', { visibility: 'public' })
    const token = await linkFor('team')
    const ids = [
      await attach(house, one.id, { scanState: 'quarantined' }),
      await attach(house, one.id, { binnedAt: house.now }),
      await attach(house, one.id, { url: 'https://exemple.org' }),
      await attach(house, one.id, { file: 'a'.repeat(64) }),
      await attach(house, other.id),
    ].map(({ id }) => id)
    for (const id of ids) expect((await house.get(`/d/${token}/documents/${id}`)).status).toBe(404)
  })

  test('is kept by no cache and no search engine, and told to no other site', async () => {
    const { id } = await attach(house, one.id, {
      fileName: 'page.html',
      mediaType: 'text/html',
      bytes: '<script>1</script>',
    })
    const token = await linkFor('team')
    for (const path of ['', '/dossier.zip', `/documents/${id}`]) {
      const { headers } = await house.get(`/d/${token}${path}`)
      expect(headers.get('Cache-Control')).toContain('no-store')
      expect(headers.get('X-Robots-Tag')).toContain('noindex')
      expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    }
    expect((await house.get(`/d/${token}`)).body).toContain('<meta name="robots" content="noindex, nofollow">')
    const { headers } = await house.get(`/d/${token}/documents/${id}`)
    expect(headers.get('Content-Type')).toBe('application/octet-stream')
    expect(headers.get('Content-Disposition')).toMatch(/^attachment/)
    expect(headers.get('Content-Security-Policy')).toContain('sandbox')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
  })
})

describe('a link that opens nothing', () => {
  const doors = (token: string, id: string) => [`/d/${token}`, `/d/${token}/dossier.zip`, `/d/${token}/documents/${id}`]
  const strip = (body: string, token: string) => body.replaceAll(token, '').replace(/(value|content)="[^"]{16,}"/g, '')

  test('answers alike whether it is unknown, expired, revoked, merged away or made restricted', async () => {
    const { id } = await attach(house, one.id)
    const unknown = 'x'.repeat(43)
    const expired = await linkFor('team', '1')
    const revoked = await linkFor('team')
    const [, second] = (await links()).sort((a, b) => (a.id < b.id ? -1 : 1))
    const revoke = () =>
      house.post(`${page}/links/${second!.id}/revocation`, { once: key() }, { as: town.carrier.accountId })
    expect((await house.get(`/d/${revoked}`)).status).toBe(200)
    expect((await revoke()).status).toBe(303)
    expect((await revoke()).status).toBe(404)
    house.now = new Date(house.now.getTime() + 86_400_000 + 1)
    const standing = await linkFor('team')
    const answers = async (token: string) =>
      Promise.all(
        doors(token, id).map(async (path) => {
          const { status, body } = await house.get(path)
          return [status, strip(body, token)]
        }),
      )
    const nothing = await answers(unknown)
    expect(nothing.map(([status]) => status)).toEqual([404, 404, 404])
    expect(await answers(expired)).toEqual(nothing)
    expect(await answers(revoked)).toEqual(nothing)
    expect((await house.get(`/d/${standing}`)).status).toBe(200)
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: 'restricted' }).where(eq(initiatives.id, one.id)),
    ])
    expect(await answers(standing)).toEqual(nothing)
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: 'public', mergedIntoId: 'other' }).where(eq(initiatives.id, one.id)),
    ])
    expect(await answers(standing)).toEqual(nothing)
  })

  test('is guessed a hundred times from one place, and no more; one that stands opens all the same', async () => {
    const token = await linkFor('public')
    for (let n = 0; n < 100; n++) expect((await house.get(`/d/guess${n}`)).status).toBe(404)
    const { status, headers } = await house.get('/d/guess')
    expect([status, Number(headers.get('Retry-After')) > 0]).toEqual([429, true])
    expect((await house.get(`/d/${token}`)).status).toBe(200)
  })

  test('gives nobody a right: neither to revoke through another initiative, nor for those who may not', async () => {
    await linkFor('team')
    const [link] = await links()
    const other = await town.initiativeAt('feedback', { visibility: 'public' })
    const revoke = (slug: string, who: Place) =>
      house.post(
        `/initiatives/${slug}/dossier/links/${link!.id}/revocation`,
        { once: key() },
        { as: town[who].accountId },
      )
    expect((await revoke(other.slug, 'coordinator')).status).toBe(404)
    for (const who of ['supportPartner', 'taker', 'funder', 'member'] as const) {
      expect((await revoke(one.slug, who)).status).toBe(403)
    }
    expect((await links())[0]!.revokedAt).toBeNull()
  })
})

describe('a link lives by whoever made it', () => {
  const ended = (participationId: string) =>
    house.db.commit((tx) => [
      tx.update(participations).set({ until: '2026-03-01' }).where(eq(participations.id, participationId)),
    ])
  const disabled = (who: Place, disabledAt: Date | null) =>
    house.db.commit((tx) => [tx.update(accounts).set({ disabledAt }).where(eq(accounts.id, town[who].accountId))])
  const linkBy = async (who: Place) => tokenIn((await make(who)).body)
  const statusOf = async (token: string) => (await house.get(`/d/${token}`)).status

  test('it opens nothing once they carry no more, and the others of the team are told why', async () => {
    const { id } = await attach(house, one.id)
    const [left, stays] = [await linkBy('carrier'), await linkBy('leadCarrier')]
    await ended(one.roles.carrier)
    for (const path of ['', '/dossier.zip', `/documents/${id}`]) {
      expect((await house.get(`/d/${left}${path}`)).status).toBe(404)
      expect((await house.get(`/d/${stays}${path}`)).status).toBe(200)
    }
    expect(await openings()).toEqual(['page', 'zip', 'document'])
    const { body } = await house.get(page, { as: town.leadCarrier.accountId })
    expect(body).toContain('ne peut plus partager ce dossier')
    expect(body.match(/n’ouvre plus<\/span>/g)).toHaveLength(1)
  })

  test('nor once their account is disabled; it opens again when they are back', async () => {
    for (const who of ['carrier', 'coordinator', 'administrator'] as const) {
      const token = await linkBy(who)
      await disabled(who, house.now)
      expect([who, await statusOf(token)]).toEqual([who, 404])
      await disabled(who, null)
      expect([who, await statusOf(token)]).toEqual([who, 200])
    }
  })

  test('nor once they coordinate no more, or no more speak for the organisation that carries', async () => {
    const token = await linkBy('coordinator')
    await house.db.commit((tx) => [
      tx.update(accounts).set({ networkRole: 'member' }).where(eq(accounts.id, town.coordinator.accountId)),
      tx.update(participations).set({ actorId: town.funder.actorId }).where(eq(participations.id, one.roles.carrier)),
    ])
    expect(await statusOf(token)).toBe(404)
    const theirs = await linkBy('funder')
    expect(await statusOf(theirs)).toBe(200)
    await house.db.commit((tx) => [
      tx.update(memberships).set({ until: '2026-03-01' }).where(eq(memberships.personId, town.funder.personId)),
    ])
    expect(await statusOf(theirs)).toBe(404)
  })

  test('one without anybody behind it opens nothing, and a coordinator may revoke it and make another', async () => {
    const token = await linkBy('carrier')
    await house.db.commit((tx) => [tx.update(dossierLinks).set({ byAccountId: null })])
    expect(await statusOf(token)).toBe(404)
    const [link] = await links()
    const path = `${page}/links/${link!.id}/revocation`
    expect((await house.post(path, { once: key() }, { as: town.coordinator.accountId })).status).toBe(303)
    expect(await statusOf(await linkBy('coordinator'))).toBe(200)
  })
})

test('each opening is noted, and listed for those who share', async () => {
  const { id } = await attach(house, one.id)
  const token = await linkFor('team')
  await house.get(`/d/${token}`)
  await house.get(`/d/${token}/dossier.zip`)
  await house.get(`/d/${token}/documents/${id}`)
  await house.get('/d/unknown')
  expect(await openings()).toEqual(['page', 'zip', 'document'])
  const { body } = await house.get(page, { as: town.coordinator.accountId })
  expect(body).toContain('Ouvert 3 fois')
  expect(body).toContain('archive téléchargée')
})
