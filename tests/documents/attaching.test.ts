import { connect } from 'node:net'
import { once } from 'node:events'
import { beforeEach, describe, expect, test } from 'vitest'
import { documents, documentThemes, documentVersions } from '../../src/documents/tables.ts'
import { attestations } from '../../src/initiatives/tables.ts'
import { themes } from '../../src/network/tables.ts'
import { newId, newKey } from '../../src/platform/id.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { uploads } from '../../src/uploads/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { attachedAs, newest, pdf, sent, versionsOf } from './sending.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('emergence')
  page = `/initiatives/${one.slug}`
})
const all = () => house.db.select().from(documents)
const file = { name: 'compte_rendu-2026.pdf', content: pdf('Compte rendu') }

describe('somebody who attaches a document', () => {
  test('needs to say but its kind: the rest is said by the file and by the initiative', async () => {
    const as = town.supportPartner.accountId
    const answer = await sent(house, `${page}/documents`, { kind: 'minutes' }, [file], { as })
    const document = await newest(house)
    expect(answer).toMatchObject({ status: 303, to: `/documents/${document.id}` })
    expect(document).toMatchObject({
      initiativeId: one.id,
      kind: 'minutes',
      title: 'compte rendu-2026',
      stage: null,
      visibility: 'network',
      licence: 'all_rights_reserved',
      byAccountId: as,
      forActorId: town.supportPartner.actorId,
      capacity: 'support_partner',
      searchText: 'compte rendu 2026',
    })
    const [version] = await versionsOf(house, document.id)
    expect(version).toMatchObject({
      id: document.currentVersionId,
      number: 1,
      fileName: 'compte_rendu-2026.pdf',
      mediaType: 'application/pdf',
      size: file.content.length,
      textState: 'waiting',
    })
    expect(version!.file).toMatch(/^[0-9a-f]{64}$/)
    const queuedJobs = (await house.db.select().from(jobs)).filter(({ kind }) => kind === 'document.read')
    expect(queuedJobs).toMatchObject([{ lane: 'long', payload: { version: version!.id } }])
    expect(await house.db.select().from(uploads)).toEqual([])
  })

  test('says all that there is to say', async () => {
    const themeId = newId()
    await house.db.commit((tx) => [tx.insert(themes).values({ id: themeId, slug: 'habitat', fr: 'Habitat' })])
    await attachedAs(house, one.slug, town.carrier.accountId, {
      kind: 'photo',
      title: 'La place, un soir',
      description: 'Vue du nord.',
      creators: 'A. Tremblay\nB. Roy',
      dated: '2026-02',
      language: 'none',
      licence: 'cc_by',
      stage: 'mobilisation',
      visibility: 'restricted',
      namedRoles: ['funder', 'taker'],
      pictured: 'Deux bénévoles',
      pictureConsent: 'given',
      themes: themeId,
      keepsMetadata: 'on',
    })
    const document = await newest(house)
    expect(document).toMatchObject({
      dated: '2026-02',
      language: 'none',
      licence: 'cc_by',
      stage: 'mobilisation',
      namedRoles: ',funder,taker,',
      pictured: 'Deux bénévoles',
      pictureConsent: 'given',
      searchText: 'la place un soir vue du nord a tremblay b roy habitat',
    })
    expect((await versionsOf(house, document.id))[0]).toMatchObject({ keepsMetadata: true })
    expect(await house.db.select().from(documentThemes)).toEqual([{ documentId: document.id, themeId }])
    const { body } = await house.get(`/documents/${document.id}`, { as: town.carrier.accountId })
    for (const words of ['La place, un soir', 'février 2026', 'CC BY', 'Mobilisation', 'Habitat', 'Deux bénévoles']) {
      expect(body).toContain(words)
    }
  })

  test('attaches several at once, each a document of its own', async () => {
    const as = town.carrier.accountId
    const three = ['a.txt', 'b.txt', 'c.txt'].map((name) => ({ name, content: name }))
    const answer = await sent(house, `${page}/documents`, { kind: 'photo', title: 'Visite' }, three, { as })
    expect(answer.to).toBe(`${page}/documents`)
    expect((await all()).map(({ title }) => title).sort()).toEqual(['Visite – a', 'Visite – b', 'Visite – c'])
  })

  test('gives a link instead of a file', async () => {
    const as = town.carrier.accountId
    await house.post(`${page}/documents`, { kind: 'video', url: 'https://example.org/film/' }, { as })
    const document = await newest(house)
    expect(document.title).toBe('example.org/film')
    expect((await versionsOf(house, document.id))[0]).toMatchObject({
      url: 'https://example.org/film/',
      file: null,
      textState: 'none',
    })
    const { body } = await house.get(`/documents/${document.id}`, { as })
    expect(body).toContain('href="https://example.org/film/"')
    expect(body).not.toContain('/file"')
  })

  test.each(['javascript:alert(1)', 'ftp://example.org/x', 'example', 'data:text/html,x'])(
    'is refused the link %s',
    async (url) => {
      const answer = await sent(house, `${page}/documents`, { kind: 'video', url }, [], { as: town.carrier.accountId })
      expect(answer.status).toBe(422)
      expect(answer.body).toContain('Cette adresse n’est pas complète')
      expect(await all()).toEqual([])
    },
  )

  test('attaches it for the organisation by which they hold their role', async () => {
    await attachedAs(house, one.slug, town.funder.accountId)
    expect(await newest(house)).toMatchObject({ forActorId: town.funder.actorId, capacity: 'funder' })
    await attachedAs(house, one.slug, town.coordinator.accountId)
    expect(await newest(house)).toMatchObject({
      forActorId: null,
      capacity: 'coordinator',
    })
    const answer = await sent(house, `${page}/documents`, { kind: 'minutes', forActor: town.taker.actorId }, [file], {
      as: town.funder.accountId,
    })
    expect(answer.status).toBe(422)
  })
})

describe('a form that is refused', () => {
  test('comes back with what was typed and with the file, which is not to be sent again', async () => {
    const as = town.supportPartner.accountId
    const fields = { kind: 'minutes', title: 'Soirée du 3', dated: '2026-13', description: 'Deux tables.' }
    const back = await sent(house, `${page}/documents`, fields, [file], { as })
    expect(back.status).toBe(422)
    expect(back.body).toContain('Écrivez une année, un mois ou un jour')
    expect(back.body).toContain('value="Soirée du 3"')
    expect(back.body).toContain('Deux tables.')
    expect(back.body).toContain('compte_rendu-2026.pdf')
    const upload = /name="upload" value="([^"]+)"/.exec(back.body)![1]!
    const again = await sent(house, `${page}/documents`, { ...fields, dated: '2026-12', upload }, [], { as })
    expect(again.status).toBe(303)
    expect(await newest(house)).toMatchObject({ title: 'Soirée du 3', dated: '2026-12' })
    expect(await house.db.select().from(uploads)).toEqual([])
  })

  test('says why a file is not taken, and whose it is', async () => {
    const empty = { name: 'vide.pdf', content: '' }
    const answer = await sent(house, `${page}/documents`, { kind: 'minutes' }, [file, empty], {
      as: town.carrier.accountId,
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('«\u00a0vide.pdf\u00a0» est vide.')
    expect(await all()).toEqual([])
  })

  test('asks for a file or a link', async () => {
    const back = await sent(house, `${page}/documents`, { kind: 'minutes' }, [], { as: town.carrier.accountId })
    expect(back.status).toBe(422)
    expect(back.body).toContain('Choisissez un fichier, ou donnez un lien.')
  })

  test('says that people who did not agree are not shown to everybody', async () => {
    const as = town.carrier.accountId
    const shown = { kind: 'photo', pictureConsent: 'unknown', visibility: 'public' }
    expect((await sent(house, `${page}/documents`, shown, [file], { as })).status).toBe(422)
    const open = await town.initiativeAt('emergence', { visibility: 'public' })
    const unsaid = { kind: 'photo', pictureConsent: 'refused', visibility: '' }
    expect((await sent(house, `/initiatives/${open.slug}/documents`, unsaid, [file], { as })).status).toBe(422)
    expect((await sent(house, `${page}/documents`, { ...shown, visibility: 'team' }, [file], { as })).status).toBe(303)
  })

  test.each([
    ['kind', 'painting'],
    ['licence', 'mine'],
    ['stage', 'end'],
    ['visibility', 'all'],
    ['dated', '2026-02-30'],
    ['dated', 'hier'],
    ['themes', 'none'],
    ['territory', 'Nulle part'],
    ['criteria', 'E9'],
    ['criteria', 'E2'],
    ['title', 'x'.repeat(201)],
  ])('refuses %s as %s', async (name, value) => {
    const as = town.carrier.accountId
    const back = await sent(house, `${page}/documents`, { kind: 'minutes', [name]: value }, [file], { as })
    expect(back.status).toBe(422)
    expect(await all()).toEqual([])
  })
})

test('the files of others are not taken up', async () => {
  const back = await sent(house, `${page}/documents`, { kind: 'minutes', dated: 'hier' }, [file], {
    as: town.taker.accountId,
  })
  const upload = /name="upload" value="([^"]+)"/.exec(back.body)![1]!
  const stolen = await sent(house, `${page}/documents`, { kind: 'minutes', upload }, [], { as: town.carrier.accountId })
  expect(stolen.status).toBe(422)
  expect(stolen.body).not.toContain('compte_rendu-2026.pdf')
})

test('the same form sent twice, at once or after, attaches once', async () => {
  const as = town.carrier.accountId
  const fields = { kind: 'minutes', once: newKey() }
  const send = () => sent(house, `${page}/documents`, fields, [file], { as })
  const both = await Promise.all([send(), send()])
  const document = await newest(house)
  expect(both.map(({ to }) => to)).toEqual([`/documents/${document.id}`, `/documents/${document.id}`])
  expect((await send()).to).toBe(`/documents/${document.id}`)
  expect(await all()).toHaveLength(1)
  expect(await house.db.select().from(documentVersions)).toHaveLength(1)
})

test('a form that is cut off leaves nothing', async () => {
  const { hostname, port } = new URL(house.origin)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const head = [
    `POST ${page}/documents HTTP/1.1`,
    'Host: x',
    'Sec-Fetch-Site: same-origin',
    `Cookie: ${await house.cookieOf(town.carrier.accountId)}`,
    'Content-Type: multipart/form-data; boundary=b',
    'Content-Length: 100000',
    '',
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf of',
  ]
  socket.write(head.join('\r\n'))
  await new Promise((soon) => setTimeout(soon, 100))
  socket.destroy()
  await new Promise((soon) => setTimeout(soon, 100))
  expect(await all()).toEqual([])
  expect(await house.db.select().from(uploads)).toEqual([])
})

describe('those who may attach', () => {
  test.each<Place>(['funder', 'supportPartner', 'taker', 'carrier', 'leadCarrier', 'coordinator', 'administrator'])(
    '%s may',
    async (place) => {
      const as = town[place].accountId
      expect((await house.get(`${page}/documents/new`, { as })).status).toBe(200)
      expect((await house.get(page, { as })).body).toContain(`${page}/documents/new`)
      await attachedAs(house, one.slug, as)
    },
  )

  test.each<Place>(['member', 'otherCarrier', 'invited', 'formerPartner'])('%s may not', async (place) => {
    const as = town[place].accountId
    expect((await house.get(`${page}/documents/new`, { as })).status).toBe(403)
    expect((await house.get(page, { as })).body).not.toContain(`${page}/documents/new`)
    expect((await sent(house, `${page}/documents`, { kind: 'minutes' }, [file], { as })).status).toBe(403)
    expect(await all()).toEqual([])
  })

  test('a funder attaches, and states no criterion', async () => {
    const as = town.funder.accountId
    const answer = await sent(house, `${page}/documents`, { kind: 'minutes', criteria: 'E4' }, [file], { as })
    expect(answer.status).toBe(403)
    expect(await house.db.select().from(attestations)).toEqual([])
    expect((await house.get(`${page}/documents/new?code=E4`, { as })).status).toBe(403)
    expect((await house.get(`${page}/documents/new`, { as })).body).not.toContain('name="criteria"')
  })
})
