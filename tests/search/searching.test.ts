import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { initiatives, participations } from '../../src/initiatives/tables.ts'
import { type Viewer, visitor } from '../../src/domain/viewer.ts'
import { territoriesAdded, territoryRow } from '../../src/network/steps.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { placesFor } from '../../src/search/places.ts'
import { useHouse } from '../house.ts'
import { statementsDuring } from '../statements.ts'
import { settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
  const place = territoryRow({ id: 't1', code: 'QC-M', kind: 'quartier', name: 'Hochelaga-Maisonneuve' }, undefined)
  await house.db.commit((tx) => [territoriesAdded(tx, [place])])
  await town.initiativeAt('mobilisation', {
    title: 'Jardins d’été partagés',
    need: 'L’énergie des serres est chère.',
    visibility: 'public',
    territories: ['t1'],
  })
})

const as = (place: keyof Town | undefined) => (place ? { as: (town[place] as { accountId: string }).accountId } : {})
const searched = async (words: string, place?: keyof Town) =>
  (await house.get(`/search?q=${encodeURIComponent(words)}`, as(place))).body
const onBoard = async (words: string, place?: keyof Town) =>
  (await house.get(`/?view=list&q=${encodeURIComponent(words)}`, as(place))).body

describe('an initiative is found', () => {
  const found: [string, string][] = [
    ['whatever the accents', 'ENERGIE ete'],
    ['by the beginning of a word', 'jard'],
    ['by a plural of what is written in the singular', 'serres cheres'],
    ['by the place it is in', 'maisonneuve'],
    ['by an actor and its own words together', 'fleuve jardin'],
    ['by a place and an actor together', 'hochelaga marais'],
    ['with signs around the words', '« jardins » — (été) * " : ^ AND OR'.replace(' AND OR', '')],
  ]
  for (const [how, words] of found) {
    test(how, async () => {
      expect(await searched(words)).toContain('Jardins d’été partagés')
      expect(await onBoard(words)).toContain('Jardins d’été partagés')
    })
  }

  test('and not when one word of several is nowhere', async () => {
    expect(await searched('jardin girafe')).not.toContain('Jardins d’été')
  })

  test.skipIf(dialect === 'sqlite')('by another form of a word, where the engine has French stems', async () => {
    expect(await searched('partager')).toContain('Jardins d’été partagés')
  })
})

describe('words that cannot be searched', () => {
  test('only signs: said so, and nothing is left out', async () => {
    expect(await searched('?! …')).toContain('pas de mot à chercher')
    expect(await onBoard('?! …')).toContain('Jardins d’été partagés')
    expect(await onBoard('?! …')).toContain('pas de mot à chercher')
  })

  test('ten thousand characters: the first ones are searched, and it is said', async () => {
    const long = `jardin ${'x'.repeat(10_000)}`
    expect((await house.get(`/search?q=${long}`)).status).toBe(200)
    expect(await searched('jardin '.repeat(1500))).toContain('seuls les premiers mots')
    expect(await searched('jardin '.repeat(1500))).toContain('Jardins d’été partagés')
    expect(await onBoard('jardin '.repeat(1500))).toContain('Jardins d’été partagés')
  })

  for (const words of ['"', "'", '%', '_', '\\', 'a:b', '-', 'NEAR(', '{own}:', 'jardin*', '&|!()<->', ':*', 'l’']) {
    test(`the signs of a query language are words like others, or none: ${words}`, async () => {
      expect((await house.get(`/search?q=${encodeURIComponent(words)}`)).status).toBe(200)
      expect((await house.get(`/?q=${encodeURIComponent(words)}`)).status).toBe(200)
    })
  }
})

describe('a slip of the fingers', () => {
  test('is answered with what was meant', async () => {
    expect(await searched('jardnis')).toContain('Chercher plutôt «\u00a0jardins\u00a0»')
    expect(await onBoard('hocheloga')).toContain('Chercher plutôt «\u00a0hochelaga\u00a0»')
  })

  test('never with a word of what the reader may not see', async () => {
    await town.initiativeAt('emergence', { title: 'Zorglub secret', visibility: 'restricted', team: false })
    expect(await searched('zorglib', 'coordinator')).toContain('zorglub')
    expect(await searched('zorglib', 'member')).toContain('Rien ne répond')
    expect(await searched('zorglib', 'member')).not.toContain('zorglub')
  })
})

describe('a word that is hidden from a reader', () => {
  // Each hidden word beside a nonsense word of the same length: what comes back is the same but for the word itself.
  const hidden: [string, string, keyof Town | undefined, (word: string) => Promise<void>][] = [
    [
      'in an initiative of a level above theirs',
      'zanzibar',
      'member',
      async (word) =>
        void (await town.initiativeAt('feedback', { title: `Projet ${word}`, visibility: 'restricted', team: false })),
    ],
    [
      'in the name of a person, for a visitor',
      'xylophon',
      undefined,
      async (word) => {
        await house.db.commit((tx) => [
          tx.update(actors).set({ name: word, searchText: word }).where(eq(actors.id, town.leadCarrier.personId)),
        ])
      },
    ],
    [
      'in the name of an actor that is hidden from them',
      'quokkasse',
      'member',
      async (word) => {
        await house.db.commit((tx) => [
          tx
            .update(actors)
            .set({ name: word, searchText: word, visibility: 'restricted' })
            .where(eq(actors.id, town.funder.actorId)),
        ])
      },
    ],
    [
      'in the name of somebody who has not accepted a role',
      'wapitique',
      'member',
      async (word) => {
        await house.db.commit((tx) => [
          tx
            .update(actors)
            .set({ name: word, searchText: word, visibility: 'restricted' })
            .where(eq(actors.id, town.invited.actorId)),
        ])
      },
    ],
    [
      'in an initiative that was merged into another',
      'yourtelle',
      'coordinator',
      async (word) => {
        const gone = await town.initiativeAt('emergence', { title: `Projet ${word}`, team: false })
        await house.db.commit((tx) => [
          tx.update(initiatives).set({ mergedIntoId: 'another' }).where(eq(initiatives.id, gone.id)),
        ])
      },
    ],
  ]
  const doors: Record<string, (word: string) => string> = {
    'the box': (word) => `/search?q=${word}`,
    'the beginning of it in the box': (word) => `/search?q=${word.slice(0, 5)}`,
    'a slip of it in the box': (word) => `/search?q=${word.slice(0, -1)}q`,
    'the board and its counts': (word) => `/?q=${word}`,
    'the list': (word) => `/?view=list&q=${word}`,
    'the table, of another status': (word) => `/?view=table&status=discontinued&q=${word}`,
    'the list of actors': (word) => `/actors?words=${word}`,
    'names proposed for a field': (word) => `/actors/options?words=${word}`,
    'titles alike': (word) => `/initiatives/suggestions?title=${word}`,
  }
  for (const [where, word, reader, hide] of hidden) {
    for (const [door, pathOf] of Object.entries(doors)) {
      test(`${where} cannot be told from nonsense: ${door}`, async () => {
        await hide(word)
        const nonsense = [...word].toReversed().join('').replace(/^./, 'k')
        const [ofHidden, ofNonsense] = [
          await house.get(pathOf(word), as(reader)),
          await house.get(pathOf(nonsense), as(reader)),
        ]
        const bare = ({ body }: { body: string }, said: string) =>
          body.replaceAll(pathOf(said).split('=').at(-1)!, '…').replaceAll(/value="[0-9a-f-]{36}"/g, 'once')
        expect(ofHidden.status).toBe(ofNonsense.status)
        // Nor by how long it takes: the database is asked the same, as often.
        const asked = (said: string) => statementsDuring(house.db, () => house.get(pathOf(said), as(reader)))
        expect(await asked(word)).toBe(await asked(nonsense))
        expect(bare(ofHidden, word)).toBe(bare(ofNonsense, nonsense))
      })
    }
  }

  test('is found by those who may see it: the doors above are not merely shut', async () => {
    await town.initiativeAt('feedback', { title: 'Projet zanzibar', visibility: 'restricted', team: false })
    expect(await searched('zanzibar', 'coordinator')).toContain('Projet zanzibar')
    await house.db.commit((tx) => [
      tx
        .update(actors)
        .set({ name: 'xylophon', searchText: 'xylophon' })
        .where(eq(actors.id, town.leadCarrier.personId)),
    ])
    expect(await searched('xylophon', 'member')).toContain('Jardins d’été partagés')
    expect(await searched('xylophon')).not.toContain('Jardins d’été partagés')
  })

  test('stays hidden when a role is over or declined, and comes with one that is accepted', async () => {
    const { roles } = await town.initiativeAt('mobilisation', { title: 'Halte de quartier' })
    expect(await searched('halte invitee', 'member')).not.toContain('Halte de quartier')
    await house.db.commit((tx) => [
      tx.update(participations).set({ state: 'accepted' }).where(eq(participations.id, roles.invited)),
    ])
    expect(await searched('halte invitee', 'member')).toContain('Halte de quartier')
  })
})

describe('pages of the house', () => {
  test('are found by those who may open them', async () => {
    expect(await searched('regl', 'coordinator')).toContain('href="/settings"')
    expect(await searched('regl', 'member')).not.toContain('<section class="found"')
  })

  test('all open, by the names that the menus and settings give them', async () => {
    const roles = { visitor: undefined, member: 'member', coordinator: 'coordinator', administrator: 'administrator' }
    for (const [who, networkRole] of Object.entries(roles)) {
      const place = who === 'visitor' ? undefined : (who as 'member')
      const offered = placesFor({ ...visitor, networkRole } as Viewer, (key) => key)
      const met = await Promise.all(offered.map(async ({ href }) => [href, (await house.get(href, as(place))).status]))
      expect([who, met.filter(([, status]) => status !== 200)]).toEqual([who, []])
    }
    expect(await searched('registre communications', 'coordinator')).toContain('href="/communications"')
  })

  test('the box gets the part alone', async () => {
    const { body } = await house.get('/search?q=jardin', { htmx: true })
    expect(body).not.toContain('<html')
    expect(body).toContain('Jardins d’été partagés')
  })
})
