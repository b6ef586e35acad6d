import { visitor } from '../domain/viewer.ts'
import type { Reading } from '../initiatives/cards.ts'
import { findMet, type Initiative } from '../initiatives/queries.ts'
import type { Pilot } from '../pilots/parts.ts'
import { findPilot, versionTested } from '../pilots/queries.ts'
import type { Reader } from '../platform/db/database.ts'

type Tested = Awaited<ReturnType<typeof versionTested>>

/** What was tried, in words: the pilot, and the version of the solution. */
export function triedIn({ title }: Pilot, tested: Tested, { t }: Pick<Reading, 't'>): string {
  return tested ? t('feedback.ask.tried', { title, version: tested.name }) : title
}

/**
 * What a link may say of what it is about: what anybody may see, whoever follows it. Of a pilot that is not public,
 * nothing; the title of its initiative where that one is.
 */
export async function shownToAll(
  db: Reader,
  { pilot, initiative }: { pilot: Pilot; initiative: Initiative },
  reading: Pick<Reading, 't' | 'today'>,
): Promise<{ about?: string; of?: string }> {
  const { today } = reading
  if (await findPilot(db, visitor, today, pilot.id)) {
    const tested = await versionTested(db, pilot.solutionVersionId)
    return { about: triedIn(pilot, tested, reading), of: initiative.title }
  }
  return (await findMet(db, visitor, today, initiative.slug)) ? { of: initiative.title } : {}
}
