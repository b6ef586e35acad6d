import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { actorAdded } from '../../src/actors/steps.ts'
import { actors } from '../../src/actors/tables.ts'
import { expectedMoves, participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { bringing } from './bringing.ts'

const house = useHouse()
const { brought, titled, movesTold } = bringing(house)

const plansOf = async (title: string) => {
  const { id } = await titled(title)
  const plans = await house.db.select().from(expectedMoves).where(eq(expectedMoves.initiativeId, id))
  return plans.map(({ event, toStage, expectedOn, note }) => `${expectedOn} ${event} ${toStage} ${note}`).sort()
}
const levelOf = async (name: string) =>
  (await house.db.select().from(actors).where(eq(actors.name, name))).map(({ visibility }) => visibility)

describe('a planned move that a row says', () => {
  const HEAD = 'id;titre;étape;depuis;passage prévu;passage prévu le;note du passage prévu\n'

  test('is expected, even when its day is over, and is no move', async () => {
    const { says } = await brought(`${HEAD}a;A;Émergence;2025-01-01;Mobilisation;2026-01-15;Avec la ville\n`)
    expect(says).toEqual(['2 created'])
    expect(await movesTold('A')).toEqual(['2025-01-01 start emergence/active'])
    expect(await plansOf('A')).toEqual(['2026-01-15 advance mobilisation Avec la ville'])
  })

  test('told again changes nothing; told otherwise replaces what the import planned', async () => {
    await brought(`${HEAD}a;A;Émergence;2025-01-01;Mobilisation;2026-06-01;\n`)
    expect((await brought(`${HEAD}a;A;Émergence;2025-01-01;Mobilisation;2026-06-01;\n`)).says).toEqual(['2 unchanged'])
    expect((await brought(`${HEAD}a;A;Émergence;2025-01-01;Rétroaction;2026-09-01;\n`)).says).toEqual(['2 planned'])
    expect(await plansOf('A')).toEqual(['2026-09-01 skip feedback '])
  })

  test('that came about since is passed over', async () => {
    await brought(`${HEAD}a;A;Mobilisation;2025-01-01;Mobilisation;2025-01-01;\n`)
    expect(await movesTold('A')).toEqual(['2025-01-01 start mobilisation/active'])
    expect(await plansOf('A')).toEqual([])
  })

  test('without a day is refused, with its column', async () => {
    const { rows } = await brought(`${HEAD}a;A;Émergence;2025-01-01;Mobilisation;;\n`)
    expect(rows).toMatchObject([{ outcome: 'refused', reason: 'day-absent', column: 'passage prévu le' }])
  })
})

describe('an actor that the file shows to fewer', () => {
  const HEAD =
    'id;titre;étape;depuis;porteurs;personnes nommées;acteurs montrés au réseau seulement;acteurs restreints\n'

  test('is made so, whichever row says it and whatever another says', async () => {
    await brought(
      `${HEAD}a;A;Émergence;2025-01-01;Ana | Coop | Fonds;Ana;;\nb;B;Émergence;2025-01-01;Ana | Coop | Fonds;Ana;Coop | Fonds | Ana;Ana | Fonds\n`,
    )
    expect(await levelOf('Ana')).toEqual(['restricted'])
    expect(await levelOf('Fonds')).toEqual(['restricted'])
    expect(await levelOf('Coop')).toEqual(['network'])
  })

  test('stays as it is here when it is known already', async () => {
    await house.db.commit((tx) => [
      actorAdded(
        tx,
        { id: 'coop', slug: 'coop', kind: 'organisation', name: 'Coop', visibility: 'restricted' },
        house.now,
      ),
    ])
    await brought(`${HEAD}a;A;Émergence;2025-01-01;Coop;;Coop;\n`)
    expect(await levelOf('Coop')).toEqual(['restricted'])
  })
})

test('a group that takes is a beneficiary, unless the row names it among those that adopt', async () => {
  await brought(
    'id;titre;étape;depuis;preneurs;groupes nommés;groupes utilisateurs\na;A;Émergence;2025-01-01;Familles | Comité | CLSC;Familles | Comité;Comité | CLSC\n',
  )
  const held = await house.db
    .select({ name: actors.name, takerKind: participations.takerKind })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
  expect(new Map(held.map(({ name, takerKind }) => [name, takerKind]))).toEqual(
    new Map([
      ['Familles', 'beneficiary'],
      ['Comité', 'adopter'],
      ['CLSC', 'adopter'],
    ]),
  )
})
