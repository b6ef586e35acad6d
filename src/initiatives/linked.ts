import { and, asc, eq, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, literal } from '../platform/db/sql.ts'
import { linked } from '../platform/http/linked.ts'
import type { Initiative } from './queries.ts'
import { initiatives, initiativeTerritories, initiativeThemes, participations } from './tables.ts'
import { isHeldOn } from './visible.ts'

const LONGEST = 500

/**
 * What a public initiative is to a search engine: a schema.org Project, with its subjects, its places and the public
 * organisations around it. Never a person, whoever reads. Undefined for what is not public.
 */
export async function linkedInitiative(
  db: Reader,
  initiative: Initiative,
  today: string,
  { url, language }: { url: string; language: 'fr' | 'en' },
): Promise<string | undefined> {
  if (initiative.visibility !== 'public') return undefined
  const { id, slug, title, need, description } = initiative
  const [around] = await surroundings(db).execute({ id, today })
  if (!around) return undefined
  const organisations = (...roles: string[]) =>
    around.organisations
      .filter(({ role }) => roles.includes(role))
      .map((one) => ({ '@type': 'Organization', name: one.name, url: `${url}/actors/${one.slug}` }))
  const said = (need || description).slice(0, LONGEST)
  return linked({
    '@type': 'Project',
    '@id': `${url}/i/${id}`,
    url: `${url}/initiatives/${slug}`,
    name: title,
    ...(said ? { description: said } : {}),
    keywords: around.themes.map(({ fr, en }) => (language === 'en' ? (en ?? fr) : fr)),
    areaServed: around.places.map(({ name, code }) => ({ '@type': 'AdministrativeArea', name, identifier: code })),
    member: organisations('carrier', 'support_partner'),
    funder: organisations('funder'),
  })
}

const surroundings = prepared((db) => {
  const one = blank('id')
  return db
    .select({
      themes: listed(
        { fr: themes.fr, en: themes.en },
        sql`from ${initiativeThemes} join ${themes} on ${eq(themes.id, initiativeThemes.themeId)}
          where ${eq(initiativeThemes.initiativeId, one)}`,
        asc(themes.fr),
      ),
      places: listed(
        { code: territories.code, name: territories.name },
        sql`from ${initiativeTerritories}
          join ${territories} on ${eq(territories.id, initiativeTerritories.territoryId)}
          where ${eq(initiativeTerritories.initiativeId, one)}`,
        asc(territories.path),
      ),
      organisations: listed(
        { name: actors.name, slug: actors.slug, role: participations.role },
        sql`from ${participations} join ${actors} on ${eq(actors.id, participations.actorId)}
          where ${and(
            eq(participations.initiativeId, one),
            isHeldOn(blank('today')),
            eq(actors.kind, literal('organisation')),
            eq(actors.visibility, literal('public')),
          )}`,
        asc(actors.name),
      ),
    })
    .from(initiatives)
    .where(eq(initiatives.id, one))
})
