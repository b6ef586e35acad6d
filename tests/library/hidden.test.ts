import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { documents } from '../../src/documents/tables.ts'
import type { Role } from '../../src/domain/roles.ts'
import { maySee, type Visibility, visibilities } from '../../src/domain/visibility.ts'
import { capacitiesOf } from '../../src/domain/permissions.ts'
import { useHouse } from '../house.ts'
import { statementsDuring } from '../statements.ts'
import { settle, type Town } from '../town.ts'
import { gathered, shelve, type Wanted } from './shelf.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

const as = (place?: keyof Town) => (place ? { as: (town[place] as { accountId: string }).accountId } : {})

/** A document that a reader may not see, in which a word stands: why, and who does not see it. */
const hidden: [string, string, keyof Town | undefined, (word: string) => Promise<void>][] = [
  [
    'in a document of an initiative above their level',
    'zanzibar',
    'member',
    async (word) => await on({ visibility: 'restricted', team: false }, { title: word, text: `bilan ${word}` }),
  ],
  [
    'in a document for the network, for a visitor',
    'xylophon',
    undefined,
    async (word) => await on({ visibility: 'public' }, { visibility: 'network', text: word, isFeatured: true }),
  ],
  [
    'in a document for the team',
    'quokkasse',
    'member',
    async (word) => await on({ visibility: 'public' }, { visibility: 'team', text: word, description: word }),
  ],
  [
    'in a document for those who carry it and those who fund it, for who takes it up',
    'wapitique',
    'taker',
    async (word) =>
      await on(
        { visibility: 'network' },
        { visibility: 'restricted', namedRoles: ',funder,', title: word, text: word },
      ),
  ],
  [
    'in a document that lies in the bin',
    'yourtelle',
    'coordinator',
    async (word) => await on({ visibility: 'public' }, { binnedAt: house.now, title: word, text: word }),
  ],
  [
    'in the name of a partner that is hidden from them',
    'kakapolis',
    'member',
    async (word) => {
      await house.db.commit((tx) => [
        tx
          .update(actors)
          .set({ name: word, searchText: word, slug: word, visibility: 'restricted' })
          .where(eq(actors.id, town.funder.actorId)),
      ])
      await on({ visibility: 'public' }, { forActorId: town.funder.actorId })
    },
  ],
]

async function on(wanted: Parameters<Town['initiativeAt']>[1], document: Wanted) {
  const { id } = await town.initiativeAt('feedback', { title: 'Halte de quartier', ...wanted })
  const { id: documentId } = await shelve(house, id, {
    dated: '2019-01',
    kind: 'audio',
    transferTag: 'transfer',
    ...document,
  })
  await gathered(house, document.title ?? documentId, [documentId], { title: `Sur ${document.title ?? 'rien'}` })
}

const doors: Record<string, (word: string) => string> = {
  'the library and its count': (word) => `/library?q=${word}`,
  'the beginning of it': (word) => `/library?q=${word.slice(0, 6)}`,
  'the library, filtered and sorted': (word) => `/library?kind=audio&year=2019&tag=transfer&sort=dated&q=${word}`,
  'the next page': (word) => `/library?page=2&q=${word}`,
  'the name of a partner': (word) => `/library?partner=${word}`,
  'words of an initiative': (word) => `/library?initiative=${word}`,
  'the feed': (word) => `/library.atom?q=${word}`,
  'references, BibTeX': (word) => `/library/export?format=bibtex&q=${word}`,
  'references, RIS': (word) => `/library/export?format=ris&q=${word}`,
  'references, JSON': (word) => `/library/export?format=json&partner=${word}`,
  'the box': (word) => `/search?q=${word}`,
  'a slip of it in the box': (word) => `/search?q=${word.slice(0, -1)}q`,
  'the address of a collection': (word) => `/collections/${word}`,
}

describe('a word that is hidden from a reader', () => {
  for (const [where, word, reader, hide] of hidden) {
    for (const [door, pathOf] of Object.entries(doors)) {
      test(`${where} cannot be told from nonsense: ${door}`, async () => {
        await hide(word)
        // A collection with nothing to see is there for coordinators, who keep it.
        if (reader === 'coordinator' && door === 'the address of a collection') return
        const nonsense = [...word].toReversed().join('').replace(/^./, 'k')
        const [ofHidden, ofNonsense] = [
          await house.get(pathOf(word), as(reader)),
          await house.get(pathOf(nonsense), as(reader)),
        ]
        const bare = ({ body }: { body: string }, said: string) =>
          body.replaceAll(pathOf(said).split(/[=/]/).at(-1)!, '…').replaceAll(/value="[0-9a-f-]{36}[^"]*"/g, 'once')
        expect(ofHidden.status).toBe(ofNonsense.status)
        expect(bare(ofHidden, word).replace(/<code>.*?<\/code>/, '')).toBe(
          bare(ofNonsense, nonsense).replace(/<code>.*?<\/code>/, ''),
        )
        // Nor by how long it takes: the database is asked the same, as often.
        const asked = (said: string) => statementsDuring(house.db, () => house.get(pathOf(said), as(reader)))
        expect(await asked(word)).toBe(await asked(nonsense))
      })
    }
  }

  test('is found by those who may see it: the doors above are not merely shut', async () => {
    for (const [, word, , hide] of hidden) await hide(word)
    for (const [, word, reader] of hidden) {
      if (reader === 'coordinator') continue
      const query = word === 'kakapolis' ? 'partner' : 'q'
      const { body } = await house.get(`/library?${query}=${word}`, as('coordinator'))
      expect([word, body.includes('1 document trouvé')]).toEqual([word, true])
    }
    expect((await house.get('/search?q=zanzibar', as('coordinator'))).body).toContain('>zanzibar</a>')
    expect((await house.get('/library.atom?q=wapitique', as('funder'))).body).toContain('wapitique')
    expect((await house.get('/library?q=wapitique', as('leadCarrier'))).body).toContain('1 document trouvé')
  })
})

test('the library as it opens shows of each level what the domain says, to each person', async () => {
  const levels = visibilities.flatMap((level): [string, Visibility, string, Role[]][] =>
    level === 'restricted'
      ? [
          ['restricted', level, ',', []],
          ['restricted to takers too', level, ',taker,', ['taker']],
        ]
      : [[level, level, ',', []]],
  )
  const { id } = await town.initiativeAt('mobilisation', { visibility: 'public' })
  for (const [name, visibility, namedRoles] of levels) {
    const made = await shelve(house, id, { title: `Verger ${name}.`, visibility, namedRoles, isFeatured: true })
    await gathered(house, name.replaceAll(' ', '-'), [made.id], { title: `Rayon ${name}.` })
  }
  const people: [keyof Town | undefined, Role[]][] = [
    [undefined, []],
    ['member', []],
    ['invited', []],
    ['formerPartner', []],
    ['carrier', ['carrier']],
    ['funder', ['funder']],
    ['supportPartner', ['support_partner']],
    ['taker', ['taker']],
    ['coordinator', []],
  ]
  for (const [person, held] of people) {
    const networkRole = person === undefined ? undefined : person === 'coordinator' ? 'coordinator' : 'member'
    const capacities = capacitiesOf(
      networkRole,
      held.map((role) => ({ role, isLead: false })),
    )
    const seen = levels
      .filter(([, visibility, , named]) => maySee(visibility, capacities, named))
      .map(([name]) => name)
      .sort()
    const shown = (body: string, what: string) =>
      [...new Set([...body.matchAll(new RegExp(`${what} ([a-z ]+)\\.`, 'g'))].map(([, name]) => name!))].sort()
    const { body } = await house.get('/library', as(person))
    expect([person, shown(body, 'Verger')]).toEqual([person, seen])
    expect([person, body.includes(`>${seen.length} documents<`) || seen.length === 1]).toEqual([person, true])
    expect([person, shown(body, 'Rayon')]).toEqual([person, seen])
    expect([person, shown((await house.get('/collections', as(person))).body, 'Rayon')]).toEqual([person, seen])
    expect([person, shown((await house.get('/library.atom', as(person))).body, 'Verger')]).toEqual([person, seen])
    for (const [name] of levels) {
      const { status } = await house.get(`/collections/${name.replaceAll(' ', '-')}`, as(person))
      expect([person, name, status]).toEqual([person, name, seen.includes(name) ? 200 : 404])
    }
  }
  await house.db.commit((tx) => [tx.update(documents).set({ binnedAt: house.now })])
  expect((await house.get('/library', as('coordinator'))).body).not.toContain('Verger')
})
