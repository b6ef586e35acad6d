import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { actorAdded } from '../../src/actors/steps.ts'
import { replay } from '../../src/domain/history.ts'
import { movesOf, participationsOf, passage, sheetOf } from '../../src/initiatives/queries.ts'
import { territoriesAdded, territoryRow } from '../../src/network/steps.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { bringing, PHASES } from './bringing.ts'

const house = useHouse()
const { brought, all, titled, movesTold } = bringing(house)

describe('a row that tells a whole initiative', () => {
  test('creates it with its sheet, where it stands, its actors, themes and places', async () => {
    await house.db.commit((tx) => [
      territoriesAdded(tx, [
        territoryRow({ id: newId(), code: '46005', kind: 'municipality', name: 'Sutton' }, undefined),
      ]),
      actorAdded(tx, { id: newId(), slug: 'fonds', kind: 'organisation', name: 'Fonds Élan' }, house.now),
    ])
    const { says, it } = await brought(
      'id;titre;besoin;étape;depuis;thème;territoire;bailleur;partenaire;porteur principal;preneur;site web;maturité\n' +
        'x1;<b>Le Jardin</b>;Manger mieux;rétroaction;5 janvier 2026;Alimentation | Quartier;Sutton;fonds élan;CLSC;La Coop;École;https://jardin.example/;émergence\n',
    )
    expect(says).toEqual(['2 created'])
    expect(it.counts).toMatchObject({ initiatives_create: 1, actors_created: 3, themes_created: 2 })
    const one = await titled('Le Jardin')
    expect(one).toMatchObject({
      need: 'Manger mieux',
      stage: 'feedback',
      status: 'active',
      stageSince: '2026-01-05',
      maturity: 'emerging',
      visibility: 'network',
      externalId: 'x1',
      importId: it.id,
      searchText: 'le jardin manger mieux',
    })
    expect(await movesTold('Le Jardin')).toEqual(['2026-01-05 start feedback/active'])
    const held = await participationsOf(house.db, one.id)
    expect(
      held
        .map(({ actor, role, state, isLead, since }) => [actor.name, role, state, isLead, since])
        .sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    ).toEqual([
      ['CLSC', 'support_partner', 'accepted', false, '2026-01-05'],
      ['École', 'taker', 'accepted', false, '2026-01-05'],
      ['Fonds Élan', 'funder', 'accepted', false, '2026-01-05'],
      ['La Coop', 'carrier', 'accepted', true, '2026-01-05'],
    ])
    expect(held.find(({ role }) => role === 'taker')?.takerKind).toBe('adopter')
    const sheet = await sheetOf(house.db, one.id)
    expect(sheet.themes.map(({ fr }) => fr)).toEqual(['Alimentation', 'Quartier'])
    expect(sheet.territories.map(({ name }) => name)).toEqual(['Sutton'])
    expect(sheet.links.map(({ label, url }) => [label, url])).toEqual([['jardin.example', 'https://jardin.example/']])
  })

  test('says who is a person or a group among those it names', async () => {
    await brought(
      'titre;étape;depuis;porteurs;preneurs;Personnes nommées;Groupes nommés\nA;idée;2026-01-01;La Coop | Ana Roy;Ana Roy | Les aînés;ANA ROY | Inconnue;les aînés\n',
    )
    const held = await participationsOf(house.db, (await titled('A')).id)
    expect(
      held.map(({ actor, role, takerKind }) => [actor.name, actor.kind, role, takerKind].join(' ')).sort(),
    ).toEqual([
      'Ana Roy person carrier ',
      'Ana Roy person taker adopter',
      'La Coop organisation carrier ',
      'Les aînés group taker beneficiary',
    ])
  })

  test('is refused when two of its lists that go together are not as long', async () => {
    const { says } = await brought(
      'titre;étape;depuis;Solutions existantes;Limites des solutions existantes;Liens;Noms des liens\n' +
        'A;idée;2026-01-01;Taxi | Vélo;Trop cher;;\nB;idée;2026-01-01;Taxi;;;\nC;idée;2026-01-01;;;https://un.example/;Un | Deux\n',
    )
    expect(says).toEqual(['2 items-differ', '3 items-differ', '4 items-differ'])
  })

  test('that ended starts, then ends, with its kind, reason and lessons', async () => {
    await brought(
      'titre;étape;statut;début;date de fin;motif;leçons apprises\nA;mobilisation;non concluante;2025-01-01;2025-06-01;Plus de fonds;Commencer petit\nB;émergence;pérennisée;2025-01-01;;;\n',
    )
    expect(await movesTold('A')).toEqual([
      '2025-01-01 start mobilisation/active',
      '2025-06-01 discontinue mobilisation/discontinued',
    ])
    expect(await titled('A')).toMatchObject({
      endingKind: 'inconclusive',
      stageSince: '2025-01-01',
      statusSince: '2025-06-01',
      // What was learned is found again, here too.
      searchText: expect.stringContaining('commencer petit') as string,
    })
    const moves = await movesOf(house.db, (await titled('A')).id)
    expect(moves.at(-1)).toMatchObject({
      reason: 'Plus de fonds',
      lessons: 'Commencer petit',
      provenance: 'imported',
      gateVersion: null,
    })
    expect((await all()).map(({ title }) => title)).toEqual(['A'])
  })

  test('without a stage is refused, or spotted when the file has none and the coordinator says so', async () => {
    const { says } = await brought('titre;étape;depuis\nA;;2026-01-01\nB;idée;\n')
    expect(says).toEqual(['2 stage-missing', '3 day-absent'])
    await brought('titre\nRepérée de loin\n', { columns: { undated: '2026-02-01' } })
    expect(await titled('Repérée de loin')).toMatchObject({
      stage: 'emergence',
      status: 'spotted',
      stageSince: '2026-02-01',
    })
  })

  test('is refused with line, column and value for whatever cannot be read', async () => {
    const { rows } = await brought(
      'id;titre;étape;depuis;date de fin;site web;territoire\n' +
        'a;A;idée;2015-03;;;\nb;B;idée;31/02/2026;;;\nc;;idée;2026-01-01;;;\n;D;idée;2026-01-01;;;\ne;E;lune;2026-01-01;;;\n' +
        'f;F;idée;2027-01-01;;;\ng;G;idée;2026-01-02;2026-01-01;;\nh;H;idée;2026-01-01;;pas un lien;\ni;I;idée;2026-01-01;;;Atlantide\n2,253E+13;J;idée;2026-01-01;;;\n',
    )
    expect(rows.map(({ line, reason, column, value }) => [line, reason, column, value])).toEqual([
      [2, 'day-missing', 'depuis', '2015-03'],
      [3, 'impossible-date', 'depuis', '31/02/2026'],
      [4, 'title-missing', 'titre', null],
      [5, 'id-missing', 'id', null],
      [6, 'value-not-mapped', 'étape', 'lune'],
      [7, 'starts-in-the-future', 'étape', 'idée'],
      [8, 'ends-before-it-starts', 'date de fin', '2026-01-01'],
      [9, 'not-an-address', 'site web', 'pas'],
      [10, 'territory-unknown', 'territoire', 'Atlantide'],
      [11, 'damaged-number', 'id', '2,253E+13'],
    ])
    expect(await all()).toEqual([])
  })

  test('naming an unknown territory is taken in without it, when asked', async () => {
    const { says } = await brought('titre;étape;depuis;territoire\nA;idée;2026-01-01;Atlantide\n', {
      columns: { ignoresUnknownTerritories: 'on' },
    })
    expect(says).toEqual(['2 created'])
  })

  test('whose columns do not fit the header is refused', async () => {
    const { says } = await brought(
      'titre,étape,depuis,besoin,population\nA,idée,2026-01-01,a,b\nB,idée,2026-01-01,7,5,c\n',
    )
    expect(says).toEqual(['2 created', '3 columns-differ'])
  })

  test('met twice: an exact copy, another row of the same id, and titles that contradict each other', async () => {
    const { says } = await brought(
      'id;titre;étape;depuis\na;A;idée;2026-01-01\na;A;idée;2026-01-01\nb;B;idée;2026-01-01\nb;B;pilote;2026-01-01\nc;C;idée;2026-01-01\nc;Autre;idée;2026-01-01\n',
    )
    expect(says).toEqual([
      '2 created',
      '3 duplicate-row',
      '4 created',
      '5 same-id-again',
      '6 contradictory-title',
      '7 contradictory-title',
    ])
    expect((await all()).map(({ title }) => title)).toEqual(['A', 'B'])
  })

  test('names somebody whom two actors could be: refused rather than guessed', async () => {
    const twin = (slug: string) => ({ id: newId(), slug, kind: 'organisation' as const, name: 'CLSC' })
    await house.db.commit((tx) => [actorAdded(tx, twin('clsc'), house.now), actorAdded(tx, twin('clsc-2'), house.now)])
    expect((await brought('titre;étape;depuis;partenaire\nA;idée;2026-01-01;CLSC\n')).says).toEqual(['2 actor-several'])
  })
})

describe('rows that tell phases', () => {
  test('become a dated history that replays to where the initiative stands, in the journal once', async () => {
    const { says, it } = await brought(
      `${PHASES}b;B;opere;2026-05-01;\nc;C;construction;2020-02-01;2020-01-01\nc;C;inconnue;2020-03-01;\n`,
      { values: {} },
    )
    expect(it.mapping.mode).toBe('phases')
    expect(says).toEqual([
      '2 moved',
      '3 moved',
      '4 moved',
      '5 moved',
      '6 planned',
      '7 ends-before-it-starts',
      '8 value-not-mapped',
    ])
    for (const one of await all()) {
      const replayed = replay((await movesOf(house.db, one.id)).map(passage))
      expect(replayed).toEqual({
        position: { stage: one.stage, status: one.status },
        stageSince: one.stageSince,
        statusSince: one.statusSince,
      })
    }
    expect(await titled('A')).toMatchObject({
      stage: 'mobilisation',
      status: 'discontinued',
      endingKind: 'stopped',
      statusSince: '2021-01-01',
    })
    const done = await house.db.select().from(journal).where(eq(journal.what, 'imported'))
    expect(done.map(({ subjectKind }) => subjectKind).sort()).toEqual(['import', 'initiative', 'initiative'])
  })

  test('values are people’s own words, whatever the machine may call by the same name', async () => {
    const { says } = await brought('id;titre;phase;start\na;A;constructor;2020-01-01\na;A;__proto__;2020-02-01\n')
    expect(says).toEqual(['2 value-not-mapped', '3 value-not-mapped'])
  })

  test('a value that is ignored leaves its rows out, saying so', async () => {
    const { says } = await brought(PHASES, { values: { 'phase.2': 'ignore' } })
    expect(says.filter((one) => one.includes('ignored-value'))).toHaveLength(1)
  })
})
