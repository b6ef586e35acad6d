import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import type { Backup } from '../../src/operation/handed.ts'
import { type Handler, NO_SUCH_KIND, worker } from '../../src/platform/jobs/worker.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { useHouse } from '../house.ts'
import { person } from '../network/people.ts'
import { deadJobHere, jobHere, rowOf } from './jobs-here.ts'

let backups: Backup[] = []
let isBroken = false
const house = useHouse(undefined, {
  smtpHost: 'mail.example.org',
  backups: () => (isBroken ? Promise.reject(new Error('EACCES')) : Promise.resolve(backups)),
  live: { open: () => 17 },
})
const home = '/settings/operation'
let [administrator, coordinator, member] = ['', '', '']
const HOUR = 3_600_000
const ago = (hours: number) => new Date(house.now.getTime() - hours * HOUR)
const page = async () => (await house.get(home, { as: administrator })).body

beforeEach(async () => {
  backups = []
  isBroken = false
  administrator = (await person(house.db, 'administrator')).accountId
  coordinator = (await person(house.db, 'coordinator')).accountId
  member = (await person(house.db, 'member')).accountId
})

describe('the operation page', () => {
  test('is read by administrators, as a page and as its part, and found from the settings', async () => {
    const whole = await house.get(home, { as: administrator })
    expect(whole.status).toBe(200)
    expect(whole.body).toMatch(/<html[\s\S]*<h1>Fonctionnement<\/h1>/)
    expect(whole.body).not.toMatch(/operation\.[a-z_]+\.|undefined|\[object|NaN/)
    const part = await house.get(home, { as: administrator, htmx: true })
    expect(part.body).not.toContain('<html')
    expect(part.body).toContain('<main')
    expect((await house.get('/settings', { as: administrator })).body).toContain(`href="${home}"`)
  })

  test('is reserved for them: coordinators and members are told whom it is for, visitors find nothing', async () => {
    const dead = await deadJobHere(house, 'letter.send', 'Error: x')
    const doors = [
      (visit: object) => house.get(home, visit),
      (visit: object) => house.get(`${home}/jobs/${dead}/removal`, visit),
      (visit: object) => house.post(`${home}/jobs/${dead}/removal`, {}, visit),
      (visit: object) => house.post(`${home}/jobs/${dead}/retry`, {}, visit),
    ]
    for (const door of doors) {
      for (const htmx of [false, true]) {
        for (const as of [coordinator, member]) {
          const refused = await door({ as, htmx })
          expect(refused.status).toBe(403)
          expect(refused.body).toContain(as === coordinator ? 'réservé à\u00a0: administration' : 'réservé à')
        }
        expect((await door({ htmx })).status).toBe(404)
      }
    }
    expect(await rowOf(house, dead)).toMatchObject({ attempts: 6, deadAt: house.now })
    expect((await house.get('/settings', { as: coordinator })).body).not.toContain(home)
  })

  test('says everything in English too', async () => {
    await deadJobHere(house, 'letter.send', 'Error: x')
    const { body } = await house.get(home, { as: administrator, headers: { 'Accept-Language': 'en' } })
    expect(body).toContain('<h1>Operation</h1>')
    expect(body).not.toMatch(/Réessayer|Copies|Tâche/)
  })

  test('says what runs and what is kept', async () => {
    const body = await page()
    expect(body).toContain(process.versions.node)
    expect(body).toMatch(/(SQLite|PostgreSQL) \d+\.\d+/)
    expect(body).toMatch(/Migrations appliquées<\/dt>\s*<dd class="pre">[1-9]/)
    expect(body).toMatch(/Base de données<\/dt>\s*<dd class="pre">[\d,\s]+\s(Ko|Mo)/)
    expect(body).toMatch(/Comptes<\/dt>\s*<dd class="pre">3</)
    expect(body).toMatch(/Pages suivies en direct<\/dt>\s*<dd class="pre">17</)
  })

  test('counts the queue by what becomes of it', async () => {
    await jobHere(house, 'letter.send')
    await jobHere(house, 'letter.send', { runAt: ago(1) })
    await jobHere(house, 'letter.send', { takenUntil: ago(-1) })
    await jobHere(house, 'letter.send', { doneAt: ago(2) })
    await jobHere(house, 'letter.send', { doneAt: ago(30) })
    await deadJobHere(house, 'letter.send', 'Error: x')
    const figures = [...(await page()).matchAll(/class="figure"><b>(\d+)<\/b>([^<]+)</g)].map(
      ([, n, of]) => `${n} ${of}`,
    )
    expect(figures).toEqual(['2 en attente', '1 en cours', '1 en retard', '1 terminée en 24 heures', '1 abandonnée'])
  })

  test('names the slowest pages by the pattern of their route, never by an address', async () => {
    await house.get('/actors/une-personne?words=secret', { as: administrator })
    await house.get('/nowhere/at-all', { as: administrator })
    // Whoever asked may have the whole answer before the server knows that it is sent.
    await expect.poll(page).toContain('<th scope="row">GET /actors/:slug</th>')
    expect(await page()).not.toMatch(/une-personne|secret|at-all/)
  })
})

describe('the last back-up', () => {
  const whole = { bytes: 5_000_000, checkedAt: null, fault: null }

  test('that is missing is asked for', async () => {
    expect(await page()).toMatch(/Aucune copie de sauvegarde[\s\S]*Aucune copie n’a été trouvée/)
  })

  test('that is recent and whole asks for nothing', async () => {
    backups = [
      { ...whole, at: ago(12), checkedAt: ago(11) },
      { ...whole, at: ago(36) },
    ]
    const body = await page()
    expect(body).toContain('Rien ne demande votre attention')
    expect(body).toMatch(/4,8\sMo/)
    expect(body).toMatch(/Relue et entière le 1er? ?[^<]*mars|Relue et entière le/)
  })

  test('that cannot be read does not keep the page from being read', async () => {
    isBroken = true
    expect(await page()).toMatch(/class="message warning"[\s\S]*Le dossier des copies de sauvegarde ne se lit pas/)
  })

  test.each([
    ['is a day and a half old', () => ({ ...whole, at: ago(37) }), 'a plus de 36 heures'],
    ['is not whole', () => ({ ...whole, at: ago(2), fault: 'cut_short' }), 'a trouvé un défaut'],
  ])('that %s is warned of', async (_what, last, words) => {
    backups = [last()]
    expect(await page()).toMatch(new RegExp(`class="message warning"[\\s\\S]*${words}`))
  })
})

describe('letters', () => {
  test('say which way they go, when the last left, and what keeps them', async () => {
    await jobHere(house, 'invitation.send', { doneAt: ago(3) })
    await jobHere(house, 'letter.send')
    await deadJobHere(house, 'sign_in_link.send', 'Error: Invalid login: 535 5.7.8 for sillon@example.org')
    const body = await page()
    expect(body).toContain('Par le serveur mail.example.org')
    expect(body).toMatch(/Dernière lettre partie<\/dt>\s*<dd class="pre">2 mars 2026 à 07/)
    expect(body).toContain('Le serveur de courriel refuse le nom ou le mot de passe de SMTP_URL')
    expect(body).toMatch(/href="#mail">1 lettre n’est pas partie/)
  })
})

describe('a job that was given up', () => {
  test.each([
    ['letter.send', 'Error: connect ECONNREFUSED 10.0.0.5:587', 'Envoi d’une lettre', 'ne répond pas'],
    ['letter.send', 'Error: 550 no such user quelqu.un@example.org', 'Envoi d’une lettre', 'l’adresse du destinataire'],
    ['import.run', 'Unavailable: database full', 'Importation', 'Le disque est plein'],
    ['backup.run', "Error: EACCES: permission denied, open '/x'", 'Copie de sauvegarde', 'le droit d’écrire'],
    ['archive.make', null, 'Archive du réseau', 'Le processus s’est arrêté'],
    ['move.tell', 'TypeError: x is not a function', 'Annonce d’un passage', 'x is not a function'],
    ['frost.melt', NO_SUCH_KIND, 'frost.melt', 'Aucune tâche de ce genre dans cette version'],
  ])('of kind %s with %s is said in words', async (kind, error, what, why) => {
    await deadJobHere(house, kind, error)
    const body = await page()
    expect(body).toContain(what)
    expect(body).toContain(why)
    expect(body).not.toContain('quelqu.un@example.org')
  })

  test('is given its attempts again by the button, once, and the journal keeps who did', async () => {
    const id = await deadJobHere(house, 'letter.send', 'Error: x')
    const once = 'once-and-no-more-than-that'
    const answer = await house.post(`${home}/jobs/${id}/retry`, { once }, { as: administrator })
    expect([answer.status, answer.to]).toEqual([303, home])
    expect(await rowOf(house, id)).toMatchObject({ attempts: 0, deadAt: null, error: null, runAt: house.now })
    const again = await house.post(`${home}/jobs/${id}/retry`, { once }, { as: administrator })
    expect([again.status, again.to]).toEqual([303, home])
    const noted = await house.db.select().from(journal).where(eq(journal.subjectId, id))
    expect(noted).toMatchObject([
      {
        what: 'job_retried',
        byAccountId: administrator,
        capacity: 'administrator',
        particulars: '{"kind":"letter.send"}',
      },
    ])
  })

  test('and was retried by somebody else meanwhile is plainly not dead any more', async () => {
    const id = await deadJobHere(house, 'letter.send', 'Error: x')
    await house.post(`${home}/jobs/${id}/retry`, { once: 'the-first-of-two-windows' }, { as: administrator })
    for (const [path, once] of [
      ['retry', 'the-second-of-two-windows'],
      ['removal', 'the-third-of-two-windows'],
    ] as const) {
      const late = await house.post(`${home}/jobs/${id}/${path}`, { once }, { as: administrator })
      expect(late.status).toBe(409)
      expect(late.body).toContain('Cette tâche n’est plus abandonnée')
    }
    expect((await house.get(`${home}/jobs/${id}/removal`, { as: administrator })).status).toBe(409)
    expect((await house.db.select().from(journal)).filter(({ subjectId }) => subjectId === id)).toHaveLength(1)
  })

  test('and that two people retry at once is retried once', async () => {
    const id = await deadJobHere(house, 'letter.send', 'Error: x')
    const click = (once: string) => house.post(`${home}/jobs/${id}/retry`, { once }, { as: administrator })
    const answers = await Promise.all([click('the-first-of-two-windows'), click('the-second-of-two-windows')])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409])
    expect((await house.db.select().from(journal)).filter(({ subjectId }) => subjectId === id)).toHaveLength(1)
  })

  test('is forgotten once that was confirmed, and the journal keeps who did', async () => {
    const id = await deadJobHere(house, 'letter.send', 'Error: x')
    const asked = await house.get(`${home}/jobs/${id}/removal`, { as: administrator })
    expect(asked.body).toContain('Ce qu’elle devait faire ne sera pas fait')
    expect(await rowOf(house, id)).toBeDefined()
    const done = await house.submit(
      `${home}/jobs/${id}/removal`,
      { once: 'once-and-no-more-than-that' },
      { as: administrator },
    )
    expect(done.body).toContain('Aucune tâche abandonnée')
    expect(await rowOf(house, id)).toBeUndefined()
    const noted = await house.db.select().from(journal).where(eq(journal.subjectId, id))
    expect(noted).toMatchObject([{ what: 'job_forgotten', byAccountId: administrator }])
    expect((await house.post(`${home}/jobs/${id}/retry`, {}, { as: administrator })).status).toBe(404)
  })
})

test('a job whose code no longer exists is retried, given up, said in words, and done when its code is back', async () => {
  const log = pino({ level: 'silent' })
  const hired = (handlers: Record<string, Handler>) =>
    worker({ db: house.db, clock: { now: () => house.now }, log }, handlers)
  const id = await jobHere(house, 'frost.melt', { requestedById: member })
  for (let attempt = 1; attempt <= 6; attempt++) {
    await hired({}).drain()
    const job = (await rowOf(house, id))!
    expect(job).toMatchObject({ attempts: attempt, error: NO_SUCH_KIND })
    if (attempt === 1) {
      expect(await page()).toMatch(
        /Tâches qui seront essayées de nouveau[\s\S]*Aucune tâche de ce genre dans cette version/,
      )
      expect((await house.get(`/jobs/${id}`, { as: member })).body).toContain('ne sait pas faire ce travail')
    }
    house.now = job.runAt
  }
  expect(await page()).toMatch(/frost\.melt[\s\S]*Aucune tâche de ce genre dans cette version[\s\S]*Réessayer/)
  const told = await house.get(`/jobs/${id}`, { as: member })
  expect(told.body).toMatch(/abandonné après 6 essais[\s\S]*ne sait pas faire ce travail/)

  await house.post(`${home}/jobs/${id}/retry`, {}, { as: administrator })
  expect(await hired({ 'frost.melt': () => Promise.resolve({ rows: 3 }) }).drain()).toBe(1)
  expect((await house.get(`/jobs/${id}`, { as: member })).body).toMatch(/Terminé[\s\S]*3 lignes/)
})

test('nothing secret and nobody is on the page, whatever an error says', async () => {
  const secrets = ['hunter22', 'quelqu.un@example.org', 'Marie Tremblay', 'aB3dEfGhIjKlMnOpQrStUvWxYz012345']
  await deadJobHere(
    house,
    'letter.send',
    `Error: bad smtp://sillon:hunter22@mail.example.org for quelqu.un@example.org`,
    {
      payload: { to: 'quelqu.un@example.org', subject: 'Bonjour', text: 'Marie Tremblay' },
    },
  )
  await deadJobHere(
    house,
    'move.tell',
    `DrizzleQueryError: Failed query: insert into "jobs" values ($1)\nparams: Marie Tremblay,quelqu.un@example.org`,
  )
  await deadJobHere(house, 'frost.melt', `Error: http://sillon.test/sign-in/aB3dEfGhIjKlMnOpQrStUvWxYz012345 failed`)
  const { body: jobPage } = await house.get(`/jobs/${(await house.db.select().from(jobs))[0]!.id}`, {
    as: administrator,
  })
  for (const body of [await page(), jobPage]) for (const secret of secrets) expect(body).not.toContain(secret)
  expect(await page()).toContain('Failed query')
})
