import { heldBack } from '../documents/serving.ts'
import type { AdoptionStatus } from '../domain/adoptions.ts'
import { visitor } from '../domain/viewer.ts'
import type { Initiative } from '../initiatives/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { linked } from '../platform/http/linked.ts'
import { introductionHtml, introductionText } from '../platform/writing/prose.ts'
import { type AdoptPage, kitOf } from './adopt-queries.ts'
import { type AdoptionMet, adoptionsOf } from './queries.ts'

// Who only means to does not do it yet.
const inUse: readonly AdoptionStatus[] = ['trial', 'integrated']

type Written = Pick<AdoptPage, 'takes' | 'steps' | 'ask'>

/** What the carriers wrote, as HTML that may stand in a page. */
export function written({ takes, steps, ask }: Written) {
  return { takes: introductionHtml(takes), steps: introductionHtml(steps), ask }
}

/** The kit, and who does it already: the same for everybody, as visitors see it. */
export async function offered({ db, scanner }: { db: Reader; scanner?: unknown }, today: string, initiativeId: string) {
  const [kit, adoptions] = await Promise.all([
    kitOf(db, today, initiativeId),
    adoptionsOf(db, visitor, today, initiativeId),
  ])
  return {
    kit: kit.map(({ document, version }) => ({
      ...document,
      href: `/documents/${document.id}`,
      file: version.url || heldBack(version, scanner !== undefined) ? undefined : `/documents/${document.id}/file`,
      url: version.url,
      fileName: version.fileName,
      size: version.size,
      thumbnail: version.thumbnail ? `/documents/${document.id}/thumbnail` : undefined,
    })),
    doing: doingOf(adoptions.filter(({ adoption }) => inUse.includes(adoption.status))),
  }
}

/** Adopters a line each, named where everybody may read the name; beneficiaries as counts alone; and all their places. */
function doingOf(adoptions: readonly AdoptionMet[]) {
  const beneficiaries = adoptions.filter(({ adoption }) => adoption.takerKind === 'beneficiary')
  const said = beneficiaries.flatMap(({ adoption }) => adoption.peopleReached ?? [])
  return {
    adopters: adoptions
      .filter(({ adoption }) => adoption.takerKind === 'adopter')
      .map(({ adoption: { status, since, fidelity }, taker, place }) => ({
        taker,
        place: place?.name,
        status,
        since,
        fidelity,
      })),
    groups: beneficiaries.length,
    people: said.length > 0 ? said.reduce((sum, many) => sum + many, 0) : undefined,
    places: [...new Map(adoptions.flatMap(({ place }) => (place ? [[place.code, place.name] as const] : []))).values()],
  }
}

/** For search engines: how it is done, step by step as far as it is written so. */
export function linkedAdoptPage(
  { id, slug, title }: Pick<Initiative, 'id' | 'slug' | 'title'>,
  { takes, steps }: Written,
  url: string,
): string {
  return linked({
    '@type': 'HowTo',
    '@id': `${url}/initiatives/${slug}/adopt`,
    name: title,
    description: introductionText(takes, 500),
    step: [{ '@type': 'HowToStep', text: introductionText(steps, 1000) }],
    about: { '@id': `${url}/i/${id}` },
  })
}
