import { eq, inArray, isNotNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { DEMO_PASSWORD } from '../../src/accounts/passwords.ts'
import { accounts, tokens } from '../../src/accounts/tables.ts'
import { firstBrokenLink } from '../../src/activity/queries.ts'
import { recorded } from '../../src/activity/recorded.ts'
import { journal } from '../../src/activity/tables.ts'
import { actors } from '../../src/actors/tables.ts'
import { adjustmentFeedbacks, adjustments } from '../../src/adjustments/tables.ts'
import { adoptionContacts, adoptions, adoptPages } from '../../src/adoptions/tables.ts'
import { seedDemo } from '../../src/demo/commands.ts'
import { setUp } from '../../src/demo/opening.ts'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { SMALLEST_GROUP } from '../../src/domain/feedback.ts'
import { replay } from '../../src/domain/history.ts'
import { maturities } from '../../src/domain/innovation.ts'
import { moveEvents, stages, statuses } from '../../src/domain/lifecycle.ts'
import { missingIn } from '../../src/domain/incidents.ts'
import { invitationStates, takerKinds } from '../../src/domain/roles.ts'
import { visitor } from '../../src/domain/viewer.ts'
import { visibilities } from '../../src/domain/visibility.ts'
import { feedbackContacts, feedbacks } from '../../src/feedback/tables.ts'
import { passage } from '../../src/initiatives/queries.ts'
import { attestations, expectedMoves, initiatives, moves, participations } from '../../src/initiatives/tables.ts'
import { pilots } from '../../src/pilots/tables.ts'
import { findNetwork } from '../../src/network/queries.ts'
import { incidents } from '../../src/privacy/tables.ts'
import { hasWords } from '../../src/platform/i18n/i18n.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { progressRemarks, progressReports } from '../../src/progress/tables.ts'
import { gridAssessments, gridDecisions } from '../../src/qualification/tables.ts'
import { frozenOf } from '../../src/reports/frozen.ts'
import { reportAnswers, reportQuestions, reports, reportVersions } from '../../src/reports/tables.ts'
import { uploads } from '../../src/uploads/tables.ts'
import { cookieIn } from '../accounts/people-here.ts'
import { memoryStorage, useHouse } from '../house.ts'
import { sealedHouse } from './sealed.ts'

const house = useHouse()

describe('the demo network', () => {
  test('names who answers for personal data, and shows an incident that was weighed and closed', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    expect((await findNetwork(house.db)).privacyOfficer).not.toBe('')
    const [incident, ...others] = await house.db.select().from(incidents)
    expect(others).toEqual([])
    expect(incident).toMatchObject({ number: 1, isSerious: false, version: 3 })
    expect(incident!.closedOn).not.toBeNull()
    expect(missingIn(incident!)).toEqual([])
  })

  test('shows every stage, status, level, maturity, move and kind of ending, by true histories', async () => {
    expect(await seedDemo(sealedHouse(house.db), house.now)).toBe(true)
    const all = await house.db.select().from(initiatives)
    const shown = all.filter(({ mergedIntoId }) => mergedIntoId === null)
    expect(shown.length).toBeGreaterThanOrEqual(40)
    const counts = Object.fromEntries(statuses.map((one) => [one, shown.filter(({ status }) => status === one).length]))
    expect(counts).toEqual({ spotted: 5, active: 26, on_hold: 2, discontinued: 6, sustained: 3, transferred: 2 })
    const active = shown.filter(({ status }) => status === 'active')
    for (const stage of stages) expect(active.filter((one) => one.stage === stage).length).toBeGreaterThanOrEqual(4)
    expect(new Set(all.map(({ visibility }) => visibility))).toEqual(new Set(visibilities))
    expect(new Set(all.map(({ maturity }) => maturity))).toEqual(new Set([null, ...maturities]))
    expect(new Set(all.map(({ endingKind }) => endingKind))).toEqual(
      new Set([null, 'inconclusive', 'stopped', 'merged']),
    )

    const deeds = (await house.db.selectDistinct({ what: journal.what }).from(journal)).map(({ what }) => what)
    expect(deeds.length).toBeGreaterThan(50)
    expect(deeds.filter((what) => !hasWords(`words.activity.${what}`))).toEqual([])

    const made = await house.db.select().from(moves)
    expect(new Set(made.map(({ event }) => event))).toEqual(new Set(['start', ...moveEvents]))
    expect(made.some(({ supersedesId, provenance }) => supersedesId && provenance === 'entered')).toBe(true)
    expect(
      made.filter(({ event }) => event === 'discontinue').every((one) => one.endingKind === 'merged' || one.lessons),
    ).toBe(true)
    const links = await house.db.select().from(participations)
    const states = new Set(links.map(({ state }) => state))
    expect(invitationStates.filter((state) => state !== 'expired' && !states.has(state))).toEqual([])
    expect(new Set(links.map(({ takerKind }) => takerKind))).toEqual(new Set([null, 'adopter', 'beneficiary']))
    const plans = await house.db.select().from(expectedMoves)
    expect(plans.some(({ expectedOn }) => expectedOn > '2026-03-02')).toBe(true)
    expect(plans.some(({ expectedOn }) => expectedOn < '2026-03-02')).toBe(true)

    // A true history replays to where each initiative stands.
    for (const initiative of await house.db.select().from(initiatives)) {
      const at = replay(made.filter(({ initiativeId }) => initiativeId === initiative.id).map(passage))
      const { title, stage, status, stageSince, statusSince } = initiative
      expect({ title, ...at }).toEqual({ title, position: { stage, status }, stageSince, statusSince })
      expect(stageSince <= '2026-03-02').toBe(true)
    }
    expect(made.every(({ effectiveOn, recordedAt }) => effectiveOn <= recordedAt.toISOString().slice(0, 10))).toBe(true)
    expect(await firstBrokenLink(house.db)).toBeUndefined()
    expect(await house.db.select().from(jobs)).toEqual([])

    // Gates were passed with evidence, or by one waiver that says why.
    const gated = made.filter(({ gateVersion }) => gateVersion !== null)
    const waived = gated.filter(({ waiver }) => waiver)
    const open = gated.filter(({ judged }) => judged?.every(({ met }) => met))
    expect(waived).toHaveLength(1)
    expect(open).toHaveLength(gated.length - 1)
    expect(open.length).toBeGreaterThanOrEqual(12)
    const said = await house.db.select().from(attestations)
    expect(said.every(({ statement, proof }) => statement.length > 20 && proof.length > 10)).toBe(true)
  })

  test('brings documents that it writes itself: files to be read, and a link, at several levels', async () => {
    const storage = memoryStorage()
    await seedDemo(sealedHouse(house.db), house.now, storage)
    const versions = await house.db.select().from(documentVersions)
    const files = versions.flatMap(({ file }) => file ?? [])
    expect(files.length).toBeGreaterThanOrEqual(9)
    expect(versions.length).toBe(files.length + 1)
    const pdf = versions.find(({ mediaType }) => mediaType === 'application/pdf')!
    expect((await storage.read(pdf.file!)).subarray(0, 5).toString()).toBe('%PDF-')
    const waiting = await house.db.select().from(jobs)
    expect(waiting.map(({ kind }) => kind)).toEqual(files.map(() => 'document.read'))
    const all = await house.db.select().from(documents)
    expect(new Set(all.map(({ visibility }) => visibility)).size).toBeGreaterThanOrEqual(4)
    expect(await house.db.$count(uploads)).toBe(0)
    const stated = await house.db.select().from(attestations).where(isNotNull(attestations.documentVersionId))
    expect(stated.map(({ code }) => code).sort()).toEqual(['M1', 'M2'])
  })

  test('has a report that was published twice, and one that is being written, by its readers’ eyes', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const written = await house.db.select().from(reports).orderBy(reports.id)
    expect(written).toMatchObject([{ sight: 'network' }, { sight: 'actor' }])
    const published = await house.db.select().from(reportVersions).orderBy(reportVersions.number)
    expect(published.map(({ number, changes }) => [number, changes !== ''])).toEqual([
      [1, false],
      [2, true],
    ])
    expect(frozenOf(published[1]!)).toMatchObject({ isWhole: true })
    expect(frozenOf(published[1]!).content.population).toBeGreaterThan(10)
  })

  test('has a progress report that was questioned and accepted, one that is due, and a question to answer', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const reported = await house.db.select().from(progressReports).orderBy(progressReports.periodFrom)
    expect(reported.map(({ state }) => state)).toEqual(['accepted', 'due'])
    expect(reported[1]!.dueOn > '2026-03-02').toBe(true)
    const remarks = await house.db.select().from(progressRemarks)
    expect(remarks.map(({ kind }) => kind).sort()).toEqual(['answer', 'question'])
    expect(await house.db.$count(reportQuestions)).toBe(1)
    expect(await house.db.$count(reportAnswers)).toBe(0)
  })

  test('lets takers of both kinds speak of every pilot, and the loop go round: an adjustment leads to what is tried next', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const said = await house.db.select().from(feedbacks)
    const tried = await house.db.select().from(pilots).orderBy(pilots.createdAt)
    const adopters = []
    for (const { id } of tried) {
      const of = said.filter(({ pilotId }) => pilotId === id)
      expect(of.length).toBeGreaterThanOrEqual(8)
      expect(of.length).toBeLessThanOrEqual(24)
      expect(new Set(of.map(({ takerKind }) => takerKind))).toEqual(new Set(takerKinds))
      adopters.push(of.filter(({ takerKind }) => takerKind === 'adopter').length)
      expect(of.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(of.map((_, at) => at + 1))
    }
    // Of the first, both kinds are told apart; of the others, a group is small and kept back.
    expect(adopters.map((many) => many < SMALLEST_GROUP)).toEqual([false, true, true, true])
    expect(new Set(said.map(({ way }) => way))).toEqual(new Set(['link', 'paper', 'on_behalf']))
    expect(said.filter(({ way, enteredById }) => (way === 'link') !== (enteredById === null))).toEqual([])
    expect(said.some(({ answers }) => Object.keys(answers).length === 3)).toBe(true)
    expect(await house.db.$count(feedbackContacts)).toBe(0)

    const decided = await house.db.select().from(adjustments).orderBy(adjustments.number)
    expect(decided.map(({ state }) => state)).toEqual(['done', 'refused'])
    const next = tried.find(({ solutionVersionId }) => solutionVersionId === decided[0]!.solutionVersionId)!
    expect(next).toMatchObject({ initiativeId: decided[0]!.initiativeId, number: 2 })
    expect(decided[1]!.reason.length).toBeGreaterThan(40)
    const answered = await house.db.select().from(adjustmentFeedbacks)
    expect(decided.map(({ id }) => answered.filter(({ adjustmentId }) => adjustmentId === id).length)).toEqual([4, 2])
  })

  test('has two people assess by the eight points and one decide, and a label that is public', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const assessed = await house.db.select().from(gridAssessments).orderBy(gridAssessments.gridId)
    expect(assessed.map(({ gridId }) => gridId)).toEqual(['label-1', 'rqis-1', 'rqis-1'])
    expect(assessed.every(({ isSubmitted }) => isSubmitted)).toBe(true)
    const decided = await house.db.select().from(gridDecisions).orderBy(gridDecisions.decidedOn)
    expect(decided).toMatchObject([
      { gridId: 'rqis-1', outcome: 'granted', isPublic: true, summary: { assessed: 2 } },
      { gridId: 'label-1', outcome: 'granted', isPublic: true },
    ])
    const of = (await house.db.select().from(initiatives)).find(({ id }) => id === decided[0]!.initiativeId)!
    expect((await house.get(`/initiatives/${of.slug}`)).body).toContain('data-innovation="social"')
  })

  test('invites others to adopt what is in appropriation: one who asked waits, and is not shown', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const [page] = await house.db.select().from(adoptPages)
    const [initiative] = await house.db.select().from(initiatives).where(eq(initiatives.id, page!.initiativeId))
    expect(page!.isPublished).toBe(true)
    const shown = await house.get(`/initiatives/${initiative!.slug}/adopt`)
    expect([shown.status, shown.body.includes('id="request"')]).toEqual([200, true])
    const waiting = await house.db.select().from(adoptions).where(eq(adoptions.isConfirmed, false))
    expect(waiting).toMatchObject([{ initiativeId: page!.initiativeId, status: 'considered', takerId: null }])
    const contacts = await house.db.select().from(adoptionContacts)
    expect(contacts.map(({ address }) => address)).toEqual(['regie@demo.example'])
    expect(shown.body).not.toContain(waiting[0]!.takerName)
  })

  test('keeps the facts of the networks it is made of, and names nobody', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const all = await house.db.select().from(initiatives)
    const told = all.map(({ title, description }) => `${title} ${description}`).join('\n')
    for (const fact of [
      '250 participants',
      '3 incubateurs',
      '1 accélérateur',
      '7 équipes accompagnées',
      '14 000 $',
      'prévu : remise des bourses en septembre 2018, pendant ACTE',
      '2016-2017',
      'sécurité urbaine, sécurité alimentaire, entrepreneuriat et démocratie',
      'À l’initiative de Destination Travail, avec le soutien financier de TACSU',
      'Coordination de la 2e édition : Projet Collectif',
      'Design et animation : L’ILOT',
      'Porté par le TIESS, avec le soutien du MÉSI',
      'projet signé CLQ',
      'émergence, développement ou essaimage',
    ]) {
      expect(told).toContain(fact)
    }
    const editions = all
      .filter(({ title }) => title.startsWith('CO-LAB'))
      .toSorted((a, b) => a.title.localeCompare(b.title))
    expect(
      editions.map(
        ({ id }) => all.filter(({ parentId, title }) => parentId === id && title.startsWith('Équipe')).length,
      ),
    ).toEqual([7, 7])
    const second = all.filter(({ parentId }) => parentId === editions[1]!.id)
    expect(second.every(({ status }) => status === 'active')).toBe(true)

    // Every address is one that no letter reaches, and no person has a name.
    const addresses = [
      ...(await house.db.select({ email: accounts.email }).from(accounts)),
      ...(await house.db.select({ email: tokens.email }).from(tokens)),
    ].map(({ email }) => email)
    expect(addresses.filter((email) => !email.endsWith('@demo.example'))).toEqual([])
    const listed = await house.db.select().from(actors)
    expect(listed.filter(({ email, phone }) => email !== '' || phone !== '')).toEqual([])
    const roleFirst =
      /^(Administration|Coordination|Porteu(r|se),|Bailleresse de fonds|Partenaire|Preneur|Membre|Animation,)/
    expect(listed.filter(({ kind, name }) => kind === 'person' && !roleFirst.test(name))).toEqual([])
    expect(JSON.stringify(all)).not.toMatch(/\d{3}[ -.]\d{3}[ -.]\d{4}|\b\d{2}( \d{2}){4}\b/)
  })

  test('lets each of its accounts in by the sign-in page, and each finds something there', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const offered = await house.db.select().from(accounts).where(eq(accounts.isDemo, true))
    expect(offered).toHaveLength(8)
    for (const { email, name } of offered) {
      const entered = await house.post('/session', { email, password: DEMO_PASSWORD, landing: '/me' })
      expect([name, entered.status, entered.to]).toEqual([name, 303, '/me'])
      const page = await house.get('/me', { headers: { Cookie: cookieIn(entered) ?? '' } })
      expect([name, page.status]).toEqual([name, 200])
      expect([name, page.body.match(/href="\/initiatives\/[^"]+"/g)?.length ?? 0]).not.toEqual([name, 0])
    }
    expect((await house.get('/')).body).toContain('Équipe Paniers du Nord')

    // It is played once: a second start changes nothing.
    const before = await house.db.$count(journal)
    expect(await seedDemo(sealedHouse(house.db), house.now)).toBe(false)
    expect(await house.db.$count(journal)).toBe(before)
  })

  test('finds no room beside what somebody began', async () => {
    await house.db.commit((tx) => [
      tx
        .insert(accounts)
        .values({ id: 'a', email: 'a@example.org', name: 'A', networkRole: 'administrator', createdAt: house.now }),
    ])
    expect(await seedDemo(sealedHouse(house.db), house.now)).toBe(false)
    expect(await house.db.$count(initiatives)).toBe(0)
  })

  test('that was cut short is begun again, but not while another process may be playing it', async () => {
    await seedDemo(sealedHouse(house.db), house.now)
    const whole = await house.db.$count(initiatives)
    await house.db.commit((tx) => [
      tx.delete(initiatives).where(inArray(initiatives.status, ['active', 'spotted'])),
      recorded(tx, visitor, house.now, { what: 'demo_begun', subject: { kind: 'network', id: 'network' } }),
    ])
    expect(await seedDemo(sealedHouse(house.db), new Date(house.now.getTime() + 5_000))).toBe(false)
    expect(await seedDemo(sealedHouse(house.db), new Date(house.now.getTime() + 3_600_000))).toBe(true)
    expect(await house.db.$count(initiatives)).toBe(whole)
  })

  test('that was cut short stays as it is once somebody has worked with it', async () => {
    await setUp(house.db, house.now)
    const later = new Date(house.now.getTime() + 20_000)
    const subject = { kind: 'initiative', id: 'i' }
    await house.db.commit((tx) => [recorded(tx, visitor, later, { what: 'spotted', subject })])
    expect(await seedDemo(sealedHouse(house.db), new Date(house.now.getTime() + 3_600_000))).toBe(false)
    expect(await house.db.$count(accounts)).toBeGreaterThan(0)
  })
})
