import { eq } from 'drizzle-orm'
import { actorAdded } from '../../src/actors/steps.ts'
import { replay } from '../../src/domain/history.ts'
import { type EndingKind, moveBetween, type Position } from '../../src/domain/lifecycle.ts'
import {
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiatives,
  moves,
  participations,
} from '../../src/initiatives/tables.ts'
import { passage } from '../../src/initiatives/queries.ts'
import { themes } from '../../src/network/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { ActorKind, Role, TakerKind } from '../../src/domain/roles.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import type { House } from '../house.ts'
import type { Settled, Town } from '../town.ts'
import { withPlaces } from './taking.ts'

interface Then {
  to: Position
  on: string
  reason?: string
  lessons?: string
  endingKind?: EndingKind
}

/** Moves that follow, each by the machine, and where they lead. */
async function goneOn(house: House, { id }: Settled, ...steps: Then[]): Promise<void> {
  const before = await house.db.select().from(moves).where(eq(moves.initiativeId, id))
  const rows = [...before].sort((a, b) => a.sequence - b.sequence)
  for (const { to, on, reason = '', lessons = '', endingKind = null } of steps) {
    const last = rows.at(-1)!
    const from = { stage: last.toStage, status: last.toStatus }
    rows.push({
      ...last,
      id: newId(),
      event: moveBetween(from, to)!.type,
      fromStage: from.stage,
      fromStatus: from.status,
      toStage: to.stage,
      toStatus: to.status,
      effectiveOn: on,
      sequence: last.sequence + 1,
      reason,
      lessons,
      endingKind,
    })
  }
  const { position, stageSince, statusSince } = replay(rows.map(passage))!
  const endingKind = position.status === 'discontinued' ? rows.at(-1)!.endingKind : null
  await house.db.commit((tx) => [
    tx.insert(moves).values(rows.slice(before.length)),
    tx
      .update(initiatives)
      .set({ ...position, stageSince, statusSince, endingKind })
      .where(eq(initiatives.id, id)),
  ])
}

/** What people write and files break on. */
const nasty = {
  title: '=SOMME(A1:A9); « l’été » "cité" 🌱',
  need: '+33 rue des Érables;\nau coin, "là"',
  description: '-1 ligne\n\n@deux, trois | quatre',
  change: "'=déjà gardé",
  benefit: 'R&amp;D, <b>fort</b> & a < b',
  population: '0012',
  source: '_x0041_ <br> ＝1+1',
  sourceUrl: 'https://exemple.org/a;b|c?d=1&lt;=2',
  maturity: 'spreading' as const,
}

interface Somebody {
  kind: ActorKind
  role: Role
  name: string
  /** Left out: as its kind usually is. */
  level?: Visibility
  takerKind?: TakerKind
}

const named: Somebody[] = [
  { kind: 'organisation', role: 'carrier', name: 'Coop "Les | amis"' },
  { kind: 'organisation', role: 'carrier', name: 'Fonds ; commun' },
  { kind: 'organisation', role: 'carrier', name: '"Entre guillemets"' },
  { kind: 'organisation', role: 'funder', name: '=Formule inc.' },
  { kind: 'organisation', role: 'taker', name: 'Deux\nlignes', takerKind: 'adopter' },
  { kind: 'organisation', role: 'support_partner', name: '&amp; fils' },
  { kind: 'person', role: 'carrier', name: 'Jean-Noël d’Arcy; fils' },
  { kind: 'person', role: 'funder', name: 'Élise "Lili" <b>Roy</b>' },
  { kind: 'person', role: 'taker', name: '-Zoé', takerKind: 'adopter' },
  { kind: 'group', role: 'taker', name: 'Les 65 ans et plus | quartier', takerKind: 'beneficiary' },
  { kind: 'group', role: 'carrier', name: '***' },
  { kind: 'group', role: 'taker', name: 'Comité "A"; comité B', takerKind: 'adopter' },
  { kind: 'person', role: 'carrier', name: 'Discrète; <i>Dubé</i>', level: 'restricted' },
  { kind: 'organisation', role: 'funder', name: 'Fonds | réservé', level: 'restricted' },
  { kind: 'organisation', role: 'funder', name: '=Fonds du réseau', level: 'network' },
  { kind: 'group', role: 'taker', name: 'Parents & amis', level: 'network', takerKind: 'beneficiary' },
]

/** A portfolio in which every status, every way back and every nasty value is met. Everything of it is public. */
export async function portfolio(house: House, town: Town): Promise<Settled[]> {
  const { db, now } = house
  await withPlaces(db)
  await db.commit((tx) => [
    tx.insert(themes).values([
      { id: 't1', slug: 't1', fr: 'Habitat; logement', en: 'Housing; homes' },
      { id: 't2', slug: 't2', fr: '-Mobilité', en: null },
    ]),
  ])
  const everyone = { visibility: 'public' as const, team: false }
  const first = await town.initiativeAt('feedback', {
    ...everyone,
    title: nasty.title,
    need: nasty.need,
    since: '1968-05-13',
    themes: ['t1', 't2'],
    territories: ['cl2', 'qc'],
    columns: { ...nasty, externalSource: 'liste', externalId: '007' },
  })
  const actorIds = named.map(() => newId())
  await db.commit((tx) => [
    ...named.map(({ kind, name, level: visibility }, n) =>
      actorAdded(tx, { id: actorIds[n]!, slug: `o-${n}`, kind, name, visibility }, now),
    ),
    tx.insert(participations).values(
      named.map(({ role, takerKind = null }, n) => ({
        id: newId(),
        initiativeId: first.id,
        actorId: actorIds[n]!,
        since: '2020-01-01',
        createdAt: now,
        role,
        takerKind,
        isLead: n === 0,
        state: 'accepted' as const,
      })),
    ),
    tx.insert(initiativeLinks).values(
      (
        [
          ['https://exemple.org/a;b', 'Le site ; la suite'],
          ['https://exemple.org/b|c', '=Le "plan" | annexe'],
          ['http://www.exemple.org/?q=é', 'Le site ; la suite'],
        ] as const
      ).map(([url, label], position) => ({ id: newId(), initiativeId: first.id, url, label, position })),
    ),
    tx.insert(existingSolutions).values(
      (
        [
          ['Taxi | collectif', 'Trop cher'],
          ['-Autobus; navette', '"Trop cher"'],
          ['Vélo <b>cargo</b>', 'trop cher'],
        ] as const
      ).map(([name, limitation], position) => ({ id: newId(), initiativeId: first.id, name, limitation, position })),
    ),
  ])

  const away = await town.initiativeAt('mobilisation', { ...everyone, title: 'Aller et retour', since: '2024-03-01' })
  await goneOn(
    house,
    away,
    { to: { stage: 'mobilisation', status: 'on_hold' }, on: '2024-05-01', reason: '=pause' },
    { to: { stage: 'mobilisation', status: 'active' }, on: '2024-05-01' },
    { to: { stage: 'emergence', status: 'active' }, on: '2024-06-01', reason: 'Repartir\ndu besoin' },
    { to: { stage: 'appropriation', status: 'active' }, on: '2024-06-01', reason: 'Preneurs pressés' },
    { to: { stage: 'appropriation', status: 'sustained' }, on: '2024-09-01' },
    { to: { stage: 'appropriation', status: 'active' }, on: '2025-01-01', reason: 'Revue' },
  )
  const spotted = await town.initiativeAt('emergence', {
    ...everyone,
    title: 'Vue d’ailleurs',
    status: 'spotted',
    since: '1999-12-31',
  })
  await goneOn(house, spotted, { to: { stage: 'emergence', status: 'active' }, on: '2000-01-01' })
  const stopped = await town.initiativeAt('emergence', { ...everyone, title: 'Arrêtée tôt', since: '2023-01-01' })
  await goneOn(house, stopped, {
    to: { stage: 'emergence', status: 'discontinued' },
    on: '2023-02-01',
    endingKind: 'inconclusive',
    reason: 'Pas de preneur; vraiment',
    lessons: '- un\n- deux',
  })
  const ended = await town.initiativeAt('feedback', { ...everyone, title: 'Finie', since: '2022-01-01' })
  await goneOn(house, ended, {
    to: { stage: 'feedback', status: 'discontinued' },
    on: '2022-06-01',
    endingKind: 'stopped',
    reason: 'Assez',
    lessons: 'Beaucoup',
  })
  const rest: Settled[] = []
  for (const status of ['sustained', 'transferred', 'on_hold'] as const) {
    rest.push(
      await town.initiativeAt('appropriation', { ...everyone, title: `Statut ${status}`, status, since: '2021-11-22' }),
    )
  }
  // One that is late, one that waits, and one that nothing leads to any more.
  await house.db.commit((tx) => [
    tx.insert(expectedMoves).values(
      (
        [
          [away, 'send_back', 'feedback', 'active', '2026-02-01', '=Refaire l’essai; <b>vite</b>'],
          [spotted, 'advance', 'mobilisation', 'active', '2027-01-15', 'Avec\nla ville'],
          [stopped, 'advance', 'mobilisation', 'active', '2027-01-15', 'N’a plus cours'],
        ] as const
      ).map(([{ id }, event, toStage, toStatus, expectedOn, note]) => ({
        id: newId(),
        initiativeId: id,
        event,
        toStage,
        toStatus,
        expectedOn,
        note,
        recordedAt: now,
      })),
    ),
  ])
  return [first, away, spotted, stopped, ended, ...rest]
}
