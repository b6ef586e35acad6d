import type { Request } from 'express'
import { documentKinds, documentLanguages, licences, pictureConsents } from '../domain/documents.ts'
import { canBeAttested, type CriterionCode, criterionCodes, type Gate } from '../domain/gates.ts'
import { type Stage, stages } from '../domain/lifecycle.ts'
import { type Capacity, mayAttest } from '../domain/permissions.ts'
import { roles } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import type { Reading } from '../initiatives/cards.ts'
import { labelOf } from '../initiatives/gate-panel.ts'
import { territoryLabel, territoryOptions, themesInUse } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Floor, Return } from '../platform/http/floor.ts'
import { bytesIn } from '../operation/said.ts'
import { limitOf } from '../uploads/limits.ts'
import { type Upload, uploadsOf, uploadsWaiting } from '../uploads/queries.ts'

/** What the fields of a document may be filled in with. */
export async function choices(db: Reader, { t, language }: Reading) {
  const [themes, territories] = await Promise.all([themesInUse(db), territoryOptions(db)])
  const named = (family: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`words.${family}.${value}`) }))
  return {
    kinds: named('document_kind', documentKinds),
    languages: named('document_language', documentLanguages),
    licences: named('licence', licences),
    stages: named('stage', stages),
    visibilities: named('visibility', visibilities),
    roles: named(
      'role',
      roles.filter((role) => role !== 'carrier'),
    ),
    consents: named('picture_consent', pictureConsents),
    themes: themes.map(({ id, fr, en }) => ({ value: id, label: language === 'en' ? (en ?? fr) : fr })),
    territoryNames: territories.map(territoryLabel),
  }
}

/** Criteria that a document may be said to show by somebody in these capacities: of the present gate, and of the others. */
export function criteriaFor(
  gates: Record<Stage, Gate>,
  present: Stage,
  capacities: readonly Capacity[],
  reading: Reading,
) {
  const all = stages.map((stage) => ({
    stage,
    options: gates[stage].criteria
      .filter(({ code, on }) => on && canBeAttested(code) && mayAttest(code, capacities).allowed)
      .map((one) => ({ value: one.code, label: `${one.code} · ${labelOf(one, reading)}` })),
  }))
  return {
    present: all.find(({ stage }) => stage === present)?.options ?? [],
    others: all.filter(({ stage }) => stage !== present).flatMap(({ options }) => options),
  }
}

/** The criterion that an address or a form asks to supply. */
export function criterionIn(code: unknown): CriterionCode | undefined {
  const known = criterionCodes.find((one) => one === code)
  return known && canBeAttested(known) ? known : undefined
}

/** What the part for files shows: those that came back with the form, those sent lately that it may take, and how much one may hold. */
export async function uploaderFor(req: Request, floor: Floor, { t, format }: Reading, back?: Return) {
  const ids = [back?.values.upload ?? []].flat().filter((id): id is string => typeof id === 'string')
  const { accountId } = req.viewer
  const [kept, waiting] = accountId
    ? await Promise.all([uploadsOf(floor.db, accountId, ids), uploadsWaiting(floor.db, accountId)])
    : [[], []]
  const others = waiting.filter(({ id }) => !kept.some((one) => one.id === id))
  const line = ({ id, fileName, size }: Upload) => ({ id, fileName, size: bytesIn(t, format, size) })
  return {
    uploads: [...kept.map((one) => ({ ...line(one), isChosen: true })), ...others.map(line)],
    limit: bytesIn(t, format, limitOf(floor)),
    bytes: limitOf(floor),
  }
}
