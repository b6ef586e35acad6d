import { expect, test } from 'vitest'
import { firstBrokenLink } from '../../src/activity/queries.ts'
import { journal } from '../../src/activity/tables.ts'
import { start } from '../../src/initiatives/commands.ts'
import { backfill, correct } from '../../src/initiatives/corrections.ts'
import { endParticipation } from '../../src/initiatives/ending.ts'
import { answer } from '../../src/initiatives/answering.ts'
import { giveLead } from '../../src/initiatives/leading.ts'
import { BackfillInput, CorrectionInput, StartInput } from '../../src/initiatives/schema.ts'
import { attestations, participations } from '../../src/initiatives/tables.ts'
import { withdraw } from '../../src/initiatives/attesting.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { addRole, at, attestIt, deedsOn, editIt, moveIt, movesOf, rowOf, versionOf } from './forms.ts'

const house = useHouse()

test('a whole life leaves one row for each deed, with its capacity, in an unbroken chain', async () => {
  const town = await settle(house)
  const [db, when] = [house.db, at(house)]
  const input = { title: 'Frigo partagé', stage: 'mobilisation', startedOn: '2025-06-01', visibility: 'network' }
  const { slug } = await start(db, StartInput.parse(input), town.leadCarrier.by, when)
  const { id } = await rowOf(house, slug)
  const linkOf = async (actorId: string) =>
    (await db.select().from(participations)).find((row) => row.actorId === actorId && row.initiativeId === id)!.id

  const earlier = { stage: ['emergence'], since: ['2025-01-01'], reason: 'r', version: await versionOf(house, slug) }
  await backfill(db, slug, BackfillInput.parse(earlier), town.leadCarrier.by, when)
  await editIt(house, slug, { change: 'Moins de gaspillage' }, town.leadCarrier.by)
  await addRole(house, slug, { role: 'carrier', actor: 'Porteur Second' }, town.leadCarrier.by)
  await answer(db, slug, await linkOf(town.carrier.actorId), 'accepted', town.carrier.by, when)
  await addRole(house, slug, { role: 'support_partner', actor: 'Partenaire Premier' }, town.carrier.by)
  await answer(db, slug, await linkOf(town.supportPartner.actorId), 'accepted', town.coordinator.by, when)
  await addRole(house, slug, { role: 'funder', actor: 'Membre Première' }, town.carrier.by)
  await answer(db, slug, await linkOf(town.member.actorId), 'declined', town.member.by, when)
  await attestIt(house, slug, 'M1', town.supportPartner.by)
  await withdraw(db, slug, (await db.select().from(attestations))[0]!.id, town.carrier.by, when)
  await giveLead(db, slug, await linkOf(town.carrier.actorId), town.leadCarrier.by, when)
  await moveIt(house, slug, { event: 'advance', effectiveOn: '2026-09-01' }, town.carrier.by)
  await moveIt(house, slug, { event: 'advance', effectiveOn: '2026-02-01', waiver: 'Essai' }, town.coordinator.by)
  const last = (await movesOf(house, slug)).at(-1)!
  const exact = CorrectionInput.parse({
    effectiveOn: '2026-02-03',
    reason: 'Vu',
    version: await versionOf(house, slug),
  })
  await correct(db, slug, last.id, exact, town.carrier.by, when)
  await endParticipation(
    db,
    slug,
    await linkOf(town.supportPartner.actorId),
    '2026-03-02',
    town.supportPartner.by,
    when,
  )

  expect(await deedsOn(house, id)).toEqual([
    'started as member',
    'backfilled as lead_carrier',
    'edited as lead_carrier',
    'participation_added as lead_carrier',
    'participation_accepted as member',
    'participation_added as carrier',
    'participation_accepted as coordinator',
    'participation_added as carrier',
    'participation_declined as member',
    'attested as support_partner',
    'attestation_withdrawn as carrier',
    'lead_changed as lead_carrier',
    'planned as lead_carrier',
    'moved as coordinator',
    'corrected as lead_carrier',
    'participation_ended as support_partner',
  ])
  expect(await firstBrokenLink(db)).toBeUndefined()
})

test('a deed that is refused leaves no row', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('emergence')
  const before = (await house.db.select().from(journal)).length
  const refused = await Promise.allSettled([
    moveIt(house, slug, { event: 'advance' }, town.carrier.by),
    moveIt(house, slug, { event: 'advance' }, town.member.by),
    attestIt(house, slug, 'E1', town.funder.by),
    addRole(house, slug, { role: 'funder', actor: 'Fonds du fleuve' }, town.carrier.by),
    editIt(house, slug, { version: '0' }, town.carrier.by),
  ])
  expect(refused.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'))
  expect(await house.db.select().from(journal)).toHaveLength(before)
})

test('the journal is read on the page by the team, and by nobody else', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('emergence', { visibility: 'public' })
  await attestIt(house, slug, 'E1', town.carrier.by)
  const body = async (as?: string) => (await house.get(`/initiatives/${slug}`, { as })).body
  expect(await body(town.funder.accountId)).toContain('Activité récente')
  expect(await body(town.member.accountId)).not.toContain('Activité récente')
  expect(await body()).not.toContain('Activité récente')
})
