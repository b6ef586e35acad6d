import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { criterionCodes } from '../../src/domain/gates.ts'
import { moveEvents } from '../../src/domain/lifecycle.ts'
import { moveRules } from '../../src/help/moves.ts'
import { network } from '../../src/network/tables.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'

const house = useHouse()

describe('the help', () => {
  test('is open to visitors, and names every criterion', async () => {
    const { status, body } = await house.get('/help')
    expect(status).toBe(200)
    for (const code of criterionCodes) expect(body).toContain(`>${code}</td>`)
    expect(body).toContain('lifecycle-title')
  })

  test('tells a move as the domain has it', () => {
    expect(moveRules().map(({ event }) => event)).toEqual(moveEvents)
    expect(moveRules().find(({ event }) => event === 'transfer')).toEqual({
      event: 'transfer',
      field: 'status',
      pairs: [{ from: 'active', to: 'transferred' }],
      gated: false,
      asks: ['organisation'],
      who: ['coordinator', 'lead_carrier', 'carrier'],
    })
    expect(
      moveRules()
        .filter(({ gated }) => gated)
        .map(({ event }) => event),
    ).toEqual(['advance', 'sustain'])
  })

  test.each(['fr-CA', 'en'])('leaves no key without words (%s)', async (language) => {
    for (const path of ['/help', '/help/accessibility', '/help/source', '/privacy']) {
      const { status, body } = await house.get(path, { headers: { 'Accept-Language': language } })
      expect(status).toBe(200)
      expect(body).not.toMatch(/>\s*(?:help|words|layout|parts)\.[a-z_.]+/)
      expect(body).not.toMatch(/\{\{\w+\}\}/)
    }
  })
})

describe('the source', () => {
  test('is asked of the network until its address is given', async () => {
    expect((await house.get('/help/source')).body).toContain('Demandez-le à la coordination du réseau')
    const base = { db: house.db, clock: { now: () => house.now }, storage: {} as never, log: pino({ level: 'silent' }) }
    const given = {
      url: 'http://sillon.test',
      secure: false,
      stopping: new AbortController().signal,
      dataFolder: root,
      sourceUrl: 'https://git.example.org/',
    }
    const server = (await createApp({ ...base, ...given }, root)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const body = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/help/source`)).text()
    server.close()
    expect(body).toContain('<a href="https://git.example.org/">')
  })
})

describe('the privacy page', () => {
  test('says so when nobody is in charge yet', async () => {
    expect((await house.get('/privacy')).body).toContain('n’a encore désigné personne')
  })

  test('names who is in charge', async () => {
    const row = {
      id: 'network',
      name: 'Réseau',
      timeZone: 'America/Toronto',
      locale: 'fr-CA',
      privacyOfficer: 'Accueil Premier, 1 < 2',
    }
    await house.db.commit((tx) => [tx.insert(network).values({ ...row, thresholds: {} as never })])
    expect((await house.get('/privacy')).body).toContain('Accueil Premier, 1 &lt; 2')
  })

  test('tells everybody for how long each kind is kept, and how to ask', async () => {
    const { body } = await house.get('/privacy')
    expect(body).toContain('Durées de conservation')
    expect(body).toContain('Registre des incidents de confidentialité')
    expect(body).toContain('href="/sign-in"')
    expect(body).not.toContain('href="/me/privacy"')
    const { member } = await settle(house)
    const own = (await house.get('/privacy', { as: member.accountId })).body
    expect(own).toContain('href="/me/privacy"')
    expect(own).toContain('href="/me/account"')
  })
})
