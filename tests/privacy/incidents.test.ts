import { asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { communications } from '../../src/communications/tables.ts'
import { closeIncident, editIncident, enterIncident, reopenIncident } from '../../src/privacy/incidents-keeping.ts'
import { IncidentForm } from '../../src/privacy/incidents-schema.ts'
import { incidents } from '../../src/privacy/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let as: string
beforeEach(async () => {
  town = await settle(house)
  as = town.administrator.accountId
})

const home = '/settings/privacy/incidents'
const facts = { circumstances: 'Lettre partie à la mauvaise adresse', noticedOn: '2026-03-01' }
const told = { authority: 'CAI', authorityToldOn: '2026-03-02', peopleToldOn: '2026-03-02' }
const moment = () => ({ at: house.now, today: '2026-03-02' })
const input = (more: Record<string, string> = {}) => IncidentForm.parse({ ...facts, ...more })
const entered = (more: Record<string, string> = {}) =>
  enterIncident(house.db, input(more), town.administrator.by, moment())
const rows = () => house.db.select().from(incidents).orderBy(asc(incidents.number))

describe('the register of incidents', () => {
  test('teaches what it is for while it is empty, then lists what was entered, latest first', async () => {
    expect((await house.get(home, { as })).body).toContain('inscrivez-le ici dès que vous le constatez')
    await entered({ isSerious: 'false' })
    await entered({ circumstances: 'Portable volé', isSerious: 'true' })
    await entered({ circumstances: 'Fichier trop partagé' })
    const { body } = await house.get(home, { as })
    expect(body).toMatch(/Fichier trop partagé[\s\S]*Portable volé[\s\S]*mauvaise adresse/)
    expect(body).toMatch(/en évaluation[\s\S]*risque sérieux[\s\S]*sans risque sérieux/)
    expect(body).toContain('Autorité à aviser au plus tard le 4 mars 2026')
  })

  test('says that the authority is to be told late', async () => {
    await entered({ noticedOn: '2026-02-20', isSerious: 'true' })
    expect((await house.get(home, { as })).body).toContain('en retard depuis le 23 févr. 2026')
    expect((await house.get(`${home}/1`, { as })).body).toMatch(/jusqu’au 23 février 2026\s: avisez-la maintenant/)
  })

  test('turns its pages by number', async () => {
    await house.db.commit((tx) => [
      tx.insert(incidents).values(
        Array.from({ length: 51 }, (_, n) => ({
          id: `i${n}`,
          number: n + 1,
          circumstances: `Incident de rang ${n + 1}.`,
          noticedOn: '2026-03-01',
          createdAt: house.now,
          changedAt: house.now,
        })),
      ),
    ])
    const first = await house.get(home, { as })
    expect(first.body).toContain('Incident de rang 2.')
    expect(first.body).not.toContain('Incident de rang 1.')
    expect(first.body).toContain(`${home}?before=2`)
    const older = await house.get(`${home}?before=2`, { as })
    expect(older.body).toContain('Incident de rang 1.')
    expect(older.body).not.toContain('Incident de rang 2.')
    expect((await house.get(`${home}?before=zut`, { as })).body).toContain('Incident de rang 51.')
  })

  test('numbers without holes, even when several are begun at once', async () => {
    const numbers = await Promise.all([entered(), entered(), entered(), entered()])
    expect(numbers.toSorted()).toEqual([1, 2, 3, 4])
    expect((await rows()).map(({ number }) => number)).toEqual([1, 2, 3, 4])
  })

  test('takes the same form once, posted twice', async () => {
    const once = 'once-for-this-incident'
    const [first, second] = [
      await house.post(home, { ...facts, once }, { as }),
      await house.post(home, { ...facts, once }, { as }),
    ]
    expect(first.to).toBe(`${home}/1`)
    expect(second.to).toBe(home)
    expect(await rows()).toHaveLength(1)
  })

  test('leaves as CSV for a French Excel, without formulas, and says so in the register of communications', async () => {
    await entered({
      circumstances: '=SUM(A1:A9)',
      isSerious: 'false',
      peopleConcerned: '1 200',
      isEstimate: 'on',
      happenedFrom: '2026-02-27',
    })
    await fetch(house.origin + `${home}.csv`, { method: 'HEAD', headers: { Cookie: await house.cookieOf(as) } })
    expect(await house.db.select().from(communications)).toEqual([])
    const { body, headers } = await house.get(`${home}.csv`, { as })
    expect(headers.get('Content-Type')).toContain('text/csv')
    expect(headers.get('Content-Disposition')).toContain('registre-des-incidents-de-confidentialite-2026-03-02.csv')
    expect(body).toContain('Numéro;Constaté le;Ce qui s’est passé;')
    expect(body).toContain("1;2026-03-01;'=SUM(A1:A9);2026-02-27;;;1200;approximatif;")
    expect(body).toContain(';sans risque sérieux;')
    expect(await house.db.select().from(communications)).toMatchObject([
      { what: 'incidents', format: 'csv', byAccountId: as, capacity: 'administrator', holdsPersons: false },
    ])
    const register = await house.get('/communications', { as })
    expect(register.body).toContain('Registre des incidents de confidentialité')
  })

  test('is for administrators alone', async () => {
    await entered()
    for (const path of [home, `${home}.csv`, `${home}/1`, `${home}/new`, `${home}/1/edit`, '/settings/privacy']) {
      expect((await house.get(path, { as: town.coordinator.accountId })).status).toBe(403)
      expect((await house.get(path)).status).toBe(404)
      expect((await house.get(path, { as })).status).toBe(200)
    }
    const by = town.coordinator.by
    await expect(enterIncident(house.db, input(), by, moment())).rejects.toMatchObject({ status: 403 })
    const edited = { ...input(), version: 1 }
    await expect(editIncident(house.db, '1', edited, by, moment())).rejects.toMatchObject({ status: 403 })
    await expect(closeIncident(house.db, '1', 1, by, moment())).rejects.toMatchObject({ status: 403 })
    await expect(reopenIncident(house.db, '1', 1, by, moment())).rejects.toMatchObject({ status: 403 })
    for (const unknown of ['2', '0', 'zut', '1.5', '99999999999']) {
      expect((await house.get(`${home}/${unknown}`, { as })).status).toBe(404)
    }
  })
})

describe('an incident', () => {
  test('is entered with its facts alone, and its page lists what is missing in plain words', async () => {
    const page = await house.submit(home, facts, { as })
    for (const text of [
      'Incident nº 1',
      'Lettre partie à la mauvaise adresse',
      'Quels renseignements sont en cause',
      'Quand c’est arrivé, à peu près',
      'S’il y a un risque de préjudice sérieux',
      'nécessaire pour clore',
      'Administration Première',
      '1er mars 2031',
    ]) {
      expect(page.body).toContain(text)
    }
    expect(page.body).not.toContain('Clore l’incident')
    expect(page.body).not.toContain('Quelle autorité a été avisée')
  })

  test('comes back with what was typed when its days cannot be', async () => {
    const typed = { ...facts, noticedOn: '2026-03-09', happenedFrom: '2026-03-01', happenedUntil: '2026-02-01' }
    const answer = await house.post(home, { ...typed, circumstances: 'Un courriel à tous' }, { as })
    expect(answer.status).toBe(422)
    for (const text of ['Un courriel à tous', 'value="2026-03-09"', 'dans l’avenir', 'La fin précède le début']) {
      expect(answer.body).toContain(text)
    }
    const missing = await house.post(home, { noticedOn: '', peopleConcerned: 'douze', isSerious: 'peut-être' }, { as })
    expect(missing.status).toBe(422)
    expect(missing.body).toContain('Écrivez un nombre entier')
    expect(missing.body).toContain('value="douze"')
    expect(await rows()).toEqual([])
  })

  test('is changed by one at a time: who saves second sees both', async () => {
    await entered()
    const at = `${home}/1`
    await house.post(at, { ...facts, isSerious: 'true', version: '1' }, { as })
    const late = await house.post(at, { ...facts, isSerious: 'false', data: 'Adresses', version: '1' }, { as })
    expect(late.status).toBe(409)
    expect(late.body).toContain('sans risque sérieux')
    expect(late.body).toMatch(/>\s*risque sérieux/)
    expect(await rows()).toMatchObject([{ isSerious: true, data: '', version: 2 }])
    const decided = await house.post(at, { ...facts, isSerious: 'true', data: 'Adresses', version: '2' }, { as })
    expect(decided.to).toBe(at)
    expect(await rows()).toMatchObject([{ isSerious: true, data: 'Adresses', version: 3 }])
  })

  test('that two change at the very same time is changed by one', async () => {
    await entered()
    const edit = (data: string) =>
      editIncident(house.db, '1', { ...input({ data }), version: 1 }, town.administrator.by, moment())
    const done = await Promise.allSettled([edit('Noms'), edit('Adresses')])
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(done.find((one) => one.status === 'rejected')).toMatchObject({ reason: { status: 409 } })
    expect((await rows())[0]!.version).toBe(2)
  })

  test('is not closed while it is being weighed, nor while somebody has to be told', async () => {
    await entered()
    const weighed = await house.post(`${home}/1/closing`, { version: '1' }, { as })
    expect(weighed.status).toBe(422)
    expect(weighed.body).toContain('encore en évaluation')
    await entered({ isSerious: 'true' })
    const untold = await house.post(`${home}/2/closing`, { version: '1' }, { as })
    expect(untold.status).toBe(422)
    expect(untold.body).toContain('Dites quelle autorité a été avisée')
    expect(untold.body).toContain('Dites quel jour les personnes')
    expect((await rows()).map(({ closedOn }) => closedOn)).toEqual([null, null])
  })

  test('is closed once all is said, opened again, and never changed while closed', async () => {
    await entered({ isSerious: 'true', ...told })
    const closed = await house.submit(`${home}/1/closing`, { version: '1' }, { as })
    expect(closed.body).toContain('clos le 2 mars 2026')
    expect(closed.body).not.toContain('/edit"')
    const edited = await house.post(`${home}/1`, { ...facts, version: '2' }, { as })
    expect(edited.status).toBe(409)
    expect(edited.body).toContain('Rouvrez-le')
    expect((await house.post(`${home}/1/closing`, { version: '2' }, { as })).status).toBe(409)
    const open = await house.submit(`${home}/1/reopening`, { version: '2' }, { as })
    expect(open.body).toContain('Clore l’incident')
    expect(await rows()).toMatchObject([{ closedOn: null, version: 3, ...told }])
  })

  test('is not closed by a page that somebody else made old', async () => {
    await entered({ isSerious: 'false' })
    await house.post(`${home}/1`, { ...facts, isSerious: '', version: '1' }, { as })
    const late = await house.post(`${home}/1/closing`, { version: '1' }, { as })
    expect(late.status).toBe(409)
    expect(late.body).toContain('a changé depuis que vous l’avez ouverte')
    expect((await house.post(`${home}/1/reopening`, { version: '2' }, { as })).status).toBe(409)
  })

  test('is in the journal by its number and the fields that changed, without a word of it', async () => {
    await house.post(home, { ...facts, once: 'incident-of-the-journal' }, { as })
    await house.post(`${home}/1`, { ...facts, data: 'Adresses', isSerious: 'false', version: '1' }, { as })
    await house.post(`${home}/1/closing`, { version: '2' }, { as })
    await house.post(`${home}/1/reopening`, { version: '3' }, { as })
    const written = await house.db
      .select()
      .from(journal)
      .where(eq(journal.subjectKind, 'incident'))
      .orderBy(journal.seq)
    expect(written.map(({ what, particulars, capacity }) => [what, particulars, capacity])).toEqual([
      ['incident_entered', '{}', 'administrator'],
      ['incident_edited', '{"number":1,"fields":["data","isSerious"]}', 'administrator'],
      ['incident_closed', '{"number":1}', 'administrator'],
      ['incident_reopened', '{"number":1}', 'administrator'],
    ])
  })
})

describe('what waits for an administrator', () => {
  const hub = async () => (await house.get('/settings/privacy', { as })).body
  const operation = async () => (await house.get('/settings/operation', { as })).body
  const seen = '1 incident de confidentialité sérieux attend que quelqu’un soit avisé'

  test('is a serious incident as long as the authority or the people were not told', async () => {
    await entered()
    await entered({ isSerious: 'false' })
    expect(await operation()).not.toContain('incident de confidentialité')
    expect(await hub()).toMatch(/2\s*incidents ouverts[\s\S]*dont 1\s*en évaluation/)
    await entered({ isSerious: 'true', authority: 'CAI', authorityToldOn: '2026-03-02' })
    expect(await operation()).toContain(seen)
    expect(await operation()).toContain(`href="${home}"`)
    expect(await hub()).toContain('1 incident sérieux attend')
    await house.post(`${home}/3`, { ...facts, isSerious: 'true', ...told, version: '1' }, { as })
    expect(await operation()).not.toContain('incident de confidentialité')
    expect(await hub()).not.toContain('attend que quelqu’un soit avisé')
  })

  test('is a privacy officer to name', async () => {
    expect(await hub()).toContain('Personne n’est désigné')
    expect(await hub()).toContain('/settings/network#f-privacyOfficer')
    expect(await hub()).toContain('Aucun incident inscrit')
    expect((await house.get('/settings', { as })).body).toContain('href="/settings/privacy"')
    const coordinator = { as: town.coordinator.accountId }
    expect((await house.get('/settings', coordinator)).body).not.toContain('href="/settings/privacy"')
  })
})
