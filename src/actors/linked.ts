import { linked } from '../platform/http/linked.ts'
import { identifiersOf, type Actor } from './queries.ts'
import { findTerritory } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'

const schemes: Record<string, string> = { neq: 'NEQ', bn: 'BN', siret: 'SIRET', siren: 'SIREN', rna: 'RNA' }

/** What a public organisation is to a search engine: a schema.org Organization. Undefined for persons, groups and whoever is not public. */
export async function linkedOrganisation(db: Reader, actor: Actor, url: string): Promise<string | undefined> {
  if (actor.kind !== 'organisation' || actor.visibility !== 'public') return undefined
  const [numbers, place] = await Promise.all([
    identifiersOf(db, actor.id),
    actor.territoryId ? findTerritory(db, actor.territoryId) : undefined,
  ])
  return linked({
    '@type': 'Organization',
    '@id': `${url}/a/${actor.id}`,
    url: `${url}/actors/${actor.slug}`,
    name: actor.name,
    ...(actor.description ? { description: actor.description.slice(0, 500) } : {}),
    ...(actor.url ? { sameAs: actor.url } : {}),
    ...(place ? { location: { '@type': 'AdministrativeArea', name: place.name, identifier: place.code } } : {}),
    identifier: numbers
      .filter(({ scheme }) => scheme in schemes)
      .map(({ scheme, value }) => ({ '@type': 'PropertyValue', propertyID: schemes[scheme], value })),
  })
}
