import { may } from '../domain/permissions.ts'
import { roles } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import type { Reading } from '../initiatives/cards.ts'
import { labelOf } from '../initiatives/gate-panel.ts'
import { gatesInForce } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { dublinCore, metaOf } from './dublin-core.ts'
import { aboutOf, stateOf, whoOf } from './lines.ts'
import { besides, type DocumentVersion, type MetDocument } from './queries.ts'
import { mayTendTo } from './tending.ts'

/** The house, as the head of the page names it: the network that publishes, and its public address. */
export interface Publisher {
  name: string
  url: string
}

/** Everything that the page of a document shows to this reader: its present version, or the one of this number. */
export async function documentPage(
  db: Reader,
  met: MetDocument,
  reading: Reading,
  publisher: Publisher,
  number = met.version.number,
) {
  const { document, initiative, capacities } = met
  const { t } = reading
  const [beside, gates] = await Promise.all([besides(db, document.id), gatesInForce(db)])
  const version = beside.versions.find((one) => one.number === number)
  if (!version) throw new NotFound()
  const seesTeam = may('team.see', capacities).allowed
  const criteria = Object.values(gates).flatMap((gate) => gate.criteria)
  const isCurrent = version.id === document.currentVersionId
  return {
    document,
    initiative,
    version: { ...version, about: aboutOf(version, reading) },
    isCurrent,
    current: met.version.number,
    state: stateOf({ ...met, version }, reading),
    doors: doorsTo(document.id, version, isCurrent),
    facts: factsOf(met, beside, reading),
    isNarrowed: visibilities.indexOf(document.visibility) < visibilities.indexOf(initiative.visibility),
    versions: beside.versions.map((one) => ({
      number: one.number,
      href: `/documents/${document.id}/versions/${one.number}`,
      at: one.recordedAt,
      by: (reading.viewer.networkRole && one.byName) || t(`words.capacity.${one.capacity}`),
      reason: one.reason,
      about: aboutOf(one, reading),
      isShown: one.id === version.id,
    })),
    proves: beside.proves.map(({ code, statement, attestedOn, number: shownBy }) => ({
      code,
      label: labelOf(criteria.find((one) => one.code === code) ?? { code }, reading),
      statement: seesTeam ? statement : '',
      attestedOn,
      number: shownBy,
    })),
    mayTend: mayTendTo(document, reading.viewer, capacities).allowed,
    mayPlace: may('document.feature', capacities).allowed,
    meta: metaOf(
      dublinCore(
        {
          document,
          mediaType: version.mediaType,
          subjects: subjectsOf(beside, reading),
          territory: beside.territories[0]?.name ?? null,
          kind: t(`words.document_kind.${document.kind}`),
          licence: t(`words.licence.${document.licence}`),
          partner: null,
          initiative,
          publisher: publisher.name,
        },
        publisher.url,
      ),
    ),
  }
}

type Beside = Awaited<ReturnType<typeof besides>>

function subjectsOf({ themes }: Beside, { language }: Reading): string[] {
  return themes.map(({ fr, en }) => (language === 'en' ? (en ?? fr) : fr))
}

// A file that may be looked at has previews, made by a job; what is quarantined is served to nobody.
function doorsTo(id: string, { number, url, previews, scanState }: DocumentVersion, isCurrent: boolean) {
  const asked = isCurrent ? '' : `?version=${number}`
  if (url) return { link: url, previews: [] }
  if (scanState === 'quarantined') return { previews: [] }
  return {
    file: `/documents/${id}/file${asked}`,
    previews: (previews ?? []).map((_name, n) => `/documents/${id}/preview/${n + 1}${asked}`),
  }
}

function factsOf(met: MetDocument, beside: Beside, reading: Reading) {
  const { document } = met
  const { t, format } = reading
  const term = (key: string) => t(`documents.field.${key}`)
  const named = roles.filter((role) => document.namedRoles.includes(`,${role},`)).map((role) => t(`words.role.${role}`))
  const level = t(`words.visibility_short.${document.visibility}`)
  const who = whoOf(met, reading)
  const subjects = subjectsOf(beside, reading)
  const isRestricted = document.visibility === 'restricted' && named.length > 0
  return [
    { term: term('kind'), text: t(`words.document_kind.${document.kind}`) },
    { term: term('creators'), text: document.creators },
    { term: term('dated'), text: document.dated && format.dated(document.dated) },
    { term: term('language'), text: t(`words.document_language.${document.language}`) },
    { term: term('themes'), text: subjects.join(', ') },
    { term: term('territory'), text: beside.territories.map(({ name }) => name).join(', ') },
    { term: term('stage'), text: document.stage ? t(`words.stage.${document.stage}`) : '' },
    { term: term('licence'), text: t(`words.licence.${document.licence}`) },
    { term: term('visibility'), text: isRestricted ? `${level} (${format.list(named)})` : level },
    { term: term('pictured'), text: picturedIn(met, reading) },
    {
      term: term('attached'),
      text: t(who ? 'documents.page.attached_by' : 'documents.page.attached_on', {
        day: format.dayOf(document.createdAt),
        who,
      }),
    },
  ].filter(({ text }) => text !== '')
}

// Who is pictured is named to those who signed in: a public photo does not tell it to everybody.
function picturedIn({ document }: MetDocument, { t, viewer }: Reading): string {
  if (document.pictureConsent === 'nobody' && document.pictured === '') return ''
  const consent = t(`words.picture_consent.${document.pictureConsent}`)
  return viewer.networkRole && document.pictured ? `${document.pictured} (${consent})` : consent
}
