import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import express from 'express'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoleHeld, Roles } from '../../src/actors/queries.ts'
import { routes } from '../../src/actors/routes.ts'
import { actors } from '../../src/actors/tables.ts'
import type { Viewer } from '../../src/domain/viewer.ts'
import { networkNow } from '../../src/network/now.ts'
import type { Floor } from '../../src/platform/http/floor.ts'
import { keptWhileUnwritten } from '../../src/platform/http/kept.ts'
import { keptRows, mainParts } from '../../src/platform/http/main-parts.ts'
import { pages } from '../../src/platform/http/pages.ts'
import { root, useDatabase } from '../database.ts'
import { silentStorage } from '../house.ts'
import { person } from '../network/people.ts'
import { actor } from './actors.ts'

// The roles that actors hold are kept by a later room; here, what their pages make of them.
const context = useDatabase()
let server: Server
let reader: Viewer
let held: RoleHeld[]

beforeEach(async () => {
  reader = await person(context.db, 'coordinator')
  held = []
  const roles: Roles = {
    of: () => Promise.resolve(held),
    holding: (_db, role) => eq(actors.name, role === 'funder' ? 'Fonds' : 'Personne'),
    moved: () => [],
  }
  const network = await networkNow(context.db)
  const view = pages(root, network.get, false)
  const keep = keptWhileUnwritten(context.db)
  const floor: Floor = {
    db: context.db,
    clock: { now: () => new Date('2026-03-02T15:00:00Z') },
    storage: silentStorage(),
    log: pino({ level: 'silent' }),
    url: 'http://sillon.test',
    secure: false,
    stopping: new AbortController().signal,
    dataFolder: root,
    network,
    page: (res, name, data = {}) => view.render(res.req, res, name, data),
    main: mainParts(keep, network, view),
    kept: keptRows(keep),
    part: view.part,
  }
  const app = express()
  app.use((req, _res, next) => {
    Object.assign(req, { viewer: reader, locale: 'fr-CA', today: '2026-03-02', cookies: {} })
    next()
  })
  app.use(express.urlencoded({ extended: false }))
  app.use(routes(floor, roles))
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => new Promise((closed) => server.close(closed)))

const get = async (path: string) =>
  (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).text()

const role = (title: string, more: Partial<RoleHeld> = {}): RoleHeld => ({
  initiative: { slug: 'jardins', title, stage: 'feedback', status: 'active' },
  role: 'carrier',
  takerKind: null,
  isLead: false,
  state: 'accepted',
  since: '2025-01-01',
  until: null,
  ...more,
})

describe('the roles of an actor', () => {
  test('are told with their initiative, since when, and until when', async () => {
    const { slug } = await actor(context.db, 'Fonds')
    held = [
      role('Jardins', { isLead: true }),
      role('Ruches', { role: 'taker', takerKind: 'adopter', until: '2025-06-30' }),
    ]
    const body = await get(`/actors/${slug}`)
    for (const said of [
      '/initiatives/jardins',
      'Jardins',
      'Rétroaction',
      'rôle principal',
      'utilisateur',
      'class="past"',
    ]) {
      expect(body).toContain(said)
    }
    expect(body).not.toMatch(/actors\.[a-z]+\.|words\.[a-z]|parts\.[a-z]|undefined/)
  })

  test('are said to be none when the reader may see none', async () => {
    const { slug } = await actor(context.db, 'Fonds')
    expect(await get(`/actors/${slug}`)).toContain('Aucun rôle dans une initiative que vous pouvez voir.')
  })

  test('filter the list', async () => {
    await actor(context.db, 'Fonds')
    await actor(context.db, 'Autres')
    const body = await get('/actors?role=funder')
    expect(body).toContain('/actors/fonds')
    expect(body).not.toContain('/actors/autres')
    expect(body).toContain('<option value="funder" selected>')
  })

  test('let coordinators merge, and nobody else', async () => {
    const { slug } = await actor(context.db, 'Fonds')
    expect(await get(`/actors/${slug}`)).toContain(`/actors/${slug}/merge`)
    reader = { ...reader, networkRole: 'member' }
    expect(await get(`/actors/${slug}`)).not.toContain(`/actors/${slug}/merge`)
  })
})
