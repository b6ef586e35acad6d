import { beforeEach, describe, expect, test } from 'vitest'
import { type IdentifierScheme, readIdentifier } from '../../src/actors/identifiers.ts'
import { findActorByIdentifier, identifiersOf } from '../../src/actors/queries.ts'
import { useHouse } from '../house.ts'
import { person } from '../network/people.ts'
import { actor, speaker } from './actors.ts'

describe('an identifier', () => {
  test.each<[IdentifierScheme, string, string]>([
    ['neq', '1144 556 677', '1144556677'],
    ['neq', '8831854938', '8831854938'],
    ['bn', '123456782', '123456782'],
    ['bn', '12345 6782 RC 0001', '123456782'],
    ['siren', '732 829 320', '732829320'],
    ['siret', '732 829 320 00074', '73282932000074'],
    // La Poste: its head office passes Luhn, a post office only adds up to a multiple of five.
    ['siret', '35600000000048', '35600000000048'],
    ['siret', '35600000009075', '35600000009075'],
    ['rna', 'w751004076', 'W751004076'],
    ['other', '  OBNL   12 ', 'OBNL 12'],
  ])('%s %j is kept as %s', (scheme, typed, value) => {
    expect(readIdentifier(scheme, typed)).toBe(value)
  })

  test.each<[IdentifierScheme, string]>([
    ['neq', '9944556677'],
    ['neq', '114455667'],
    ['bn', '123456789'],
    ['siren', '732829321'],
    ['siret', '73282932000075'],
    ['siret', '35600000009076'],
    ['rna', '751004076'],
    ['other', '  '],
  ])('%s %j is refused', (scheme, typed) => {
    expect(readIdentifier(scheme, typed)).toBeUndefined()
  })
})

describe('an organisation’s identifier', () => {
  const house = useHouse()
  let coordinator: Awaited<ReturnType<typeof person>>
  let member: Awaited<ReturnType<typeof speaker>>
  let own: Awaited<ReturnType<typeof actor>>

  beforeEach(async () => {
    coordinator = await person(house.db, 'coordinator')
    own = await actor(house.db, 'Pôle du Fleuve')
    member = await speaker(house.db, 'member', 'Élue Première', own.id)
  })
  const give = (slug: string, value: string, as: string, scheme = 'neq') =>
    house.post(`/actors/${slug}/identifiers`, { scheme, value }, { as })

  test('is given by those who speak for it and by coordinators, and found by its number', async () => {
    expect((await give(own.slug, '1144 556 677', member.accountId)).status).toBe(303)
    expect((await give(own.slug, '123456782', coordinator.accountId, 'bn')).status).toBe(303)
    expect((await findActorByIdentifier(house.db, 'neq', '1144556677'))?.id).toBe(own.id)
    expect((await house.get(`/actors/${own.slug}`)).body).toContain('1144556677')
  })

  test('is not given by others, nor to persons', async () => {
    const { slug } = await actor(house.db, 'Autre')
    expect((await give(slug, '1144556677', member.accountId)).status).toBe(403)
    expect((await give(member.slug, '1144556677', member.accountId)).status).toBe(404)
  })

  test('that cannot be one is refused at its field', async () => {
    const { status, body } = await give(own.slug, '114455667', member.accountId)
    expect(status).toBe(422)
    expect(body).toContain('commence par 11, 22, 33 ou 88')
    expect(body).toContain('value="114455667"')
  })

  test('that another holds is refused, and names the holder only to those who may see it', async () => {
    const hidden = await actor(house.db, 'Refuge secret', { visibility: 'restricted' })
    await give(hidden.slug, '1144556677', coordinator.accountId)
    const toMember = await give(own.slug, '1144556677', member.accountId)
    expect(toMember.status).toBe(422)
    expect(toMember.body).not.toContain('Refuge secret')
    const toCoordinator = await give(own.slug, '1144556677', coordinator.accountId)
    expect(toCoordinator.status).toBe(422)
    expect(toCoordinator.body).toContain('Refuge secret')
  })

  test('has one holder, even when two claim it at once', async () => {
    const other = await actor(house.db, 'Autre')
    const answers = await Promise.all([own, other].map(({ slug }) => give(slug, '2244556677', coordinator.accountId)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
  })

  test('is withdrawn by its own people, and only from its own page', async () => {
    await give(own.slug, '1144556677', member.accountId)
    const [{ id } = { id: '' }] = await identifiersOf(house.db, own.id)
    const other = await actor(house.db, 'Autre')
    const withdraw = (slug: string, as: string) =>
      house.post(`/actors/${slug}/identifiers/${id}/withdrawal`, {}, { as })
    const stranger = await person(house.db, 'member')
    expect((await withdraw(own.slug, stranger.accountId)).status).toBe(403)
    expect((await withdraw(other.slug, coordinator.accountId)).status).toBe(404)
    expect((await withdraw(own.slug, member.accountId)).status).toBe(303)
    expect(await identifiersOf(house.db, own.id)).toEqual([])
  })
})
