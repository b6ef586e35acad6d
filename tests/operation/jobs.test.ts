import { beforeEach, describe, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { person } from '../network/people.ts'
import { deadJobHere, jobHere } from './jobs-here.ts'

const house = useHouse()
let [administrator, coordinator, member] = ['', '', '']

beforeEach(async () => {
  administrator = (await person(house.db, 'administrator')).accountId
  coordinator = (await person(house.db, 'coordinator')).accountId
  member = (await person(house.db, 'member')).accountId
})

describe('my work', () => {
  test('is what I asked for, and nothing else', async () => {
    await jobHere(house, 'archive.make', { requestedById: member, progressDone: 300, progressTotal: 1200 })
    await jobHere(house, 'import.undo', { requestedById: coordinator })
    await jobHere(house, 'backup.run')
    const { body } = await house.get('/jobs', { as: member })
    expect(body).toMatch(/Archive du réseau[\s\S]*300 sur 1\s200/)
    expect(body).not.toMatch(/Annulation|Copie de sauvegarde|operation\.[a-z]|undefined/)
    expect((await house.get('/me', { as: member })).body).toContain('href="/jobs"')
  })

  test('that is nothing yet says what would stand here; visitors sign in first', async () => {
    expect((await house.get('/jobs', { as: member })).body).toContain('Vous n’avez rien demandé cette semaine')
    expect((await house.get('/jobs')).to).toBe('/sign-in?then=/jobs')
  })

  test('leads to the page of its own where its kind has one', async () => {
    await jobHere(house, 'import.run', { requestedById: member, payload: { importId: 'abc' } })
    await jobHere(house, 'archive.make', { requestedById: member })
    await jobHere(house, 'frost.melt', { requestedById: member })
    const { body } = await house.get('/jobs', { as: member })
    expect(body).toContain('href="/imports/abc"')
    expect(body).toContain('href="/settings/archive"')
    expect(body).toMatch(/href="\/jobs\/[\w-]+">Tâche d’un autre genre/)
  })
})

describe('one piece of work', () => {
  test('is followed by whoever asked and by administrators; for everybody else there is none', async () => {
    const id = await jobHere(house, 'frost.melt', { requestedById: member })
    for (const path of [`/jobs/${id}`, `/jobs/${id}/progress`]) {
      for (const htmx of [false, true]) {
        const visit = { htmx }
        for (const as of [member, administrator])
          expect((await house.get(path, { ...visit, as })).status).toBeLessThan(400)
        expect((await house.get(path, { ...visit, as: coordinator })).status).toBe(404)
        expect((await house.get(path, visit)).status).toBe(404)
      }
    }
    const own = await jobHere(house, 'backup.run')
    expect((await house.get(`/jobs/${own}`, { as: member })).status).toBe(404)
    expect((await house.get(`/jobs/${own}`)).status).toBe(404)
    expect((await house.get(`/jobs/${own}`, { as: administrator })).status).toBe(200)
  })

  test('says how far it truly came, asks again by itself, and works by reload', async () => {
    const taken = { requestedById: member, takenUntil: new Date(house.now.getTime() + 60_000) }
    const id = await jobHere(house, 'frost.melt', { ...taken, progressDone: 40, progressTotal: 100 })
    const { body } = await house.get(`/jobs/${id}`, { as: member })
    expect(body).toMatch(new RegExp(`hx-get="/jobs/${id}/progress"[\\s\\S]*max="100" value="40"`))
    expect(body).toContain(`<a href="/jobs/${id}">`)
    const part = await house.get(`/jobs/${id}/progress`, { as: member, htmx: true })
    expect(part.body.trimStart()).toMatch(/^<div class="progress"/)
    expect((await house.get(`/jobs/${id}/progress`, { as: member })).to).toBe(`/jobs/${id}`)
  })

  test('that is over sends the page that waits to what came of it', async () => {
    const id = await jobHere(house, 'archive.make', {
      requestedById: member,
      doneAt: house.now,
      outcome: { rows: 1200, files: 1, bytes: 3_000_000, sha256: 'abc' },
    })
    const part = await house.get(`/jobs/${id}/progress`, { as: member, htmx: true })
    expect(part.headers.get('HX-Redirect')).toBe(`/jobs/${id}`)
    const { body } = await house.get(`/jobs/${id}`, { as: member })
    expect(body).toMatch(/1\s200 lignes, 1 fichier et 2,9\sMo/)
    expect(body).not.toContain('hx-get="/jobs')
  })

  test('that failed says so, and when it is tried again; given up, who can mend it', async () => {
    const again = await jobHere(house, 'frost.melt', { requestedById: member, attempts: 2, error: 'Error: ENOSPC' })
    expect((await house.get(`/jobs/${again}`, { as: member })).body).toMatch(
      /Le disque est plein\. Nouvel essai le 2 mars/,
    )
    const dead = await deadJobHere(house, 'frost.melt', 'Error: rows of Marie Tremblay', { requestedById: member })
    const { body } = await house.get(`/jobs/${dead}`, { as: member })
    expect(body).toMatch(/Panne inattendue\. L’administration du réseau peut le relancer/)
    expect(body).not.toContain('Marie Tremblay')
  })
})
