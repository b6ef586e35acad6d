import { actors } from '../actors/tables.ts'
import type { Facts } from '../domain/figures/facts.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { stages } from '../domain/lifecycle.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { findNetwork, gatesInForce } from '../network/queries.ts'
import { territories, themes } from '../network/tables.ts'
import { dayIn } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { ratesKnown } from './facts-money.ts'

/** What figures are made of besides the initiatives: actors, places, themes, rates, the network's own rules. */
export async function surroundings(db: Reader, eyes: Viewer): Promise<Omit<Facts, 'initiatives' | 'lessons'>> {
  const [network, gates, rates, named, places, subjects] = await Promise.all([
    findNetwork(db),
    gatesInForce(db),
    ratesKnown(db),
    db
      .select({ id: actors.id, name: actors.name, slug: actors.slug, sector: actors.sector, level: actors.visibility })
      .from(actors),
    db
      .select({
        id: territories.id,
        code: territories.code,
        name: territories.name,
        kind: territories.kind,
        path: territories.path,
      })
      .from(territories),
    db.select({ slug: themes.slug, name: themes.fr }).from(themes),
  ])
  return {
    own: eyes.actorIds,
    actors: new Map(
      named.map(({ id, name, level, ...actor }) => [
        id,
        { ...actor, name: isNamedTo(eyes, level) || eyes.actorIds.includes(id) ? name : null },
      ]),
    ),
    territories: new Map(places.map(({ id, ...place }) => [id, place])),
    themes: new Map(subjects.map(({ slug, name }) => [slug, name])),
    rates,
    hesitations: isCoordinator(eyes) ? 'all' : eyes.actorIds.length > 0 ? 'some' : 'none',
    thresholds: network.thresholds,
    gates: Object.fromEntries(stages.map((stage) => [stage, gates[stage].version])) as Record<Stage, number>,
    dayAt: (instant) => dayIn(network.timeZone, new Date(instant)),
  }
}
