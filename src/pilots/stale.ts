import type { Viewer } from '../domain/viewer.ts'
import { territoryLabel } from '../network/queries.ts'
import type { Moment } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { NotFound, type Stale } from '../platform/http/refusal.ts'
import { indicatorsOf, measuresOf } from './indicators.ts'
import type { Pilot } from './parts.ts'
import { findPilot, placeOf, versionTested } from './queries.ts'

/** Somebody saved first: what was typed for a pilot beside what stands now, in words. */
export async function stalePilot(
  db: Reader,
  id: string,
  { version: _version, overlap: _overlap, newVersion, ...typed }: Record<string, unknown>,
  viewer: Viewer,
  { today }: Moment,
): Promise<Stale> {
  const met = await findPilot(db, viewer, today, id)
  if (!met) throw new NotFound()
  const { pilot, initiative } = met
  const [form, measures] = await Promise.all([formOf(db, pilot), indicatorsOf(db, viewer, today, initiative.id)])
  const named = (ids: unknown) =>
    measures
      .flatMap(({ indicator }) => (Array.isArray(ids) && ids.includes(indicator.id) ? [indicator.name] : []))
      .join(', ')
  const mine = {
    ...typed,
    ...('indicators' in typed ? { indicators: named(typed.indicators) } : {}),
    ...('solutionVersion' in typed
      ? { solutionVersion: newVersion || (await versionTested(db, String(typed.solutionVersion)))?.name || '' }
      : {}),
  }
  const theirs = { ...form, indicators: named(form.indicators), solutionVersion: form.tested?.name ?? '' }
  return outdated(mine, theirs, pilot.version)
}

/** A pilot as its form holds it: its place by its name, its indicators by their ids. */
export async function formOf(db: Reader, pilot: Pilot) {
  const [territory, tested, links] = await Promise.all([
    placeOf(db, pilot.territoryId),
    versionTested(db, pilot.solutionVersionId),
    measuresOf(db, pilot.initiativeId),
  ])
  return {
    ...pilot,
    solutionVersion: pilot.solutionVersionId ?? '',
    reason: pilot.giveUpReason,
    territory: territory ? territoryLabel(territory) : '',
    tested,
    indicators: links.flatMap(({ pilotId, indicatorId }) => (pilotId === pilot.id ? [indicatorId] : [])),
  }
}
