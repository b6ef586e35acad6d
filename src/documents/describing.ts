import { inArray } from 'drizzle-orm'
import { type DocumentKind, isConsentMissing, type PictureConsent } from '../domain/documents.ts'
import type { Role } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { territoryNamed } from '../network/queries.ts'
import { themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { InvalidInput, type Issue } from '../platform/http/refusal.ts'

interface Subjects {
  /** With their names: a document is found by them. */
  themes: { id: string; fr: string; en: string | null }[]
  territoryId: string | null
}

/** The subjects and the place that a form names. Throws InvalidInput for what is not known. */
export async function subjectsOf(db: Reader, input: { themes: string[]; territory: string }): Promise<Subjects> {
  const issues: Issue[] = []
  const { id, fr, en } = themes
  const known =
    input.themes.length > 0 ? await db.select({ id, fr, en }).from(themes).where(inArray(id, input.themes)) : []
  if (known.length < new Set(input.themes).size) issues.push({ field: 'themes', key: 'not_in_list' })
  const place = input.territory === '' ? undefined : await territoryNamed(db, input.territory)
  const params = { typed: input.territory }
  if (place === 'unknown') issues.push({ field: 'territory', key: 'unknown_territory', params })
  if (place === 'several') issues.push({ field: 'territory', key: 'several_territories', params })
  if (issues.length > 0) throw new InvalidInput(issues)
  return { themes: known, territoryId: typeof place === 'object' ? place.id : null }
}

interface Words {
  title: string
  description: string
  creators: string
}

/** What a document is found by besides the words inside it. */
export function searchTextOf({ title, description, creators }: Words, subjects: Subjects['themes']): string {
  return folded(title, description, creators, ...subjects.flatMap(({ fr, en }) => [fr, en]))
}

/** Throws InvalidInput when people may be recognised who did not agree to be seen by so many. */
export function refuseUnconsented(kind: DocumentKind, level: Visibility, consent: PictureConsent) {
  if (isConsentMissing(kind, level, consent)) throw new InvalidInput([{ field: 'visibility', key: 'consent_missing' }])
}

/** Roles as the column keeps them: `,funder,taker,`. */
export function rolesAsText(roles: readonly Role[]): string {
  return `,${roles.map((role) => `${role},`).join('')}`
}
