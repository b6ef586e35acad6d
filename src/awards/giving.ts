import type { TerritoryKind } from '../domain/innovation.ts'
import { type Award, decimal, type Organisation, paid } from './award.ts'
import { isAward, leftOutOfGiving } from './left-out.ts'
import { LICENCE } from './licence.ts'
import { orgIdOf, PREFIX } from './org-ids.ts'

export interface About {
  /** Public address of the house, without a final slash. */
  url: string
  title: string
  description: string
  publisher: string
  today: string
  /** How the days of payments are called, and money given back. */
  words: { paid: string; returned: string }
}

/** The awards as a 360Giving package (1.4), as they are read. Undefined when there are none: the standard knows no empty one. */
export async function givingPackage(
  pages: AsyncIterable<Award[]>,
  about: About,
): Promise<AsyncGenerator<string> | undefined> {
  const grants = grantsIn(pages, about)
  const first = await grants.next()
  if (first.done) return undefined
  return (async function* () {
    const head = JSON.stringify({
      version: '1.4',
      title: about.title,
      description: about.description,
      issued: about.today,
      identifier: `${PREFIX}:${about.url}`,
      publisher: { name: about.publisher, website: about.url },
      license: LICENCE,
      downloadURL: `${about.url}/open/360giving.json`,
      accessURL: `${about.url}/open`,
    })
    yield `${head.slice(0, -1)},"grants":[\n${JSON.stringify(first.value)}`
    for await (const grant of grants) yield `,\n${JSON.stringify(grant)}`
    yield '\n]}\n'
  })()
}

async function* grantsIn(pages: AsyncIterable<Award[]>, about: About): AsyncGenerator<object, undefined> {
  for await (const page of pages) {
    for (const award of page) {
      const { funder, recipient } = award
      if (!isAward(award) || leftOutOfGiving(award) || !funder || !recipient) continue
      yield grantOf(award, funder, recipient, about)
    }
  }
}

function grantOf(award: Award, funder: Organisation, recipient: Organisation, { url, words }: About): object {
  const { funding, initiative, awarded, awardedOn, requested, payments, places, subjects } = award
  const currency = funding.currency
  const days = payments.map(({ on }) => on).toSorted()
  return {
    id: `${PREFIX}-${funding.id}`,
    title: funding.purpose,
    description: initiative.need || initiative.description.slice(0, 2000) || initiative.title,
    currency,
    ...(requested > 0 ? { amountAppliedFor: decimal(requested) } : {}),
    amountAwarded: decimal(awarded),
    amountDisbursed: decimal(paid(award)),
    awardDate: awardedOn,
    url: `${url}/i/${initiative.id}`,
    ...(days.length > 0 ? { actualDates: [between(words.paid, days)] } : {}),
    recipientOrganization: [organisation(recipient)],
    fundingOrganization: [organisation(funder)],
    ...(places.length > 0 ? { beneficiaryLocation: places.map(location), locationScope: scopeOf(places) } : {}),
    ...(subjects.length > 0
      ? { classifications: subjects.map(({ slug, fr }) => ({ vocabulary: 'Sillon', code: slug, title: fr })) }
      : {}),
    ...(payments.length > 0
      ? {
          disbursementTransaction: payments.map(({ id, cents, on, isReturned }) => ({
            id,
            transactionDate: on,
            currency,
            value: decimal(isReturned ? -cents : cents),
            ...(isReturned ? { description: words.returned } : {}),
          })),
        }
      : {}),
    relatedActivity: [`${PREFIX}-initiative:${initiative.id}`],
    dateModified: funding.changedAt.toISOString(),
    dataSource: `${url}/open`,
  }
}

const between = (title: string, days: readonly string[]) => ({ title, startDate: days[0], endDate: days.at(-1) })

function organisation({ id, name, url, numbers }: Organisation) {
  return { id: orgIdOf(id, numbers), name, ...(url ? { url } : {}) }
}

// The codelist of kinds of codes knows only those of the United Kingdom: the name of the place says what its code is of.
function location({ code, name, path }: Award['places'][number]) {
  const country = /^\/([A-Z]{2})\//.exec(path)?.[1]
  return { name, geoCode: code, ...(country && known.has(country) ? { countryCode: country } : {}) }
}

/** Countries whose places the network may hold: their codes are those of ISO 3166. */
const known = new Set(['CA', 'FR', 'BE', 'CH', 'LU', 'US', 'SN', 'HT', 'MA', 'TN'])

const scopes: Record<TerritoryKind, string> = {
  country: 'GLS030',
  region: 'GLS040',
  mrc: 'GLS050',
  municipality: 'GLS060',
  quartier: 'GLS060',
}

/** The code of the widest of these places. */
const scopeOf = (places: Award['places']): string | undefined => places.map(({ kind }) => scopes[kind]).toSorted()[0]
