import { recorded } from '../activity/recorded.ts'
import { type By, visitor } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import { findNetwork } from '../network/queries.ts'
import type { Database } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import type { Sealing } from '../platform/sealing.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { accountingScenes } from './accounting.ts'
import { paperScenes } from './attaching.ts'
import { bringingScenes } from './bringing.ts'
import { bursaryScenes } from './bursaries.ts'
import { catalogueScene } from './cataloguing.ts'
import { forgotten, lettersForgotten, networkReset, rowsTakenAway } from './emptying.ts'
import { hearingScenes } from './hearing.ts'
import { programmeScene } from './holding.ts'
import { judgingScenes } from './judging.ts'
import { moneyScenes } from './money.ts'
import { incidentScenes } from './noting.ts'
import { setUp } from './opening.ts'
import { cutShortAt, isUntouched } from './queries.ts'
import { reportingScenes } from './reporting.ts'
import { spreadingScenes } from './spreading.ts'
import { play } from './stage.ts'
import { sightings, stories } from './stories.ts'
import type { Story } from './story.ts'
import { trialScenes } from './trials.ts'
import { uptakeScenes } from './uptakes.ts'
import { scenesOf, scenesOfSighting } from './telling.ts'

const network = { kind: 'network', id: 'network' }
/** Longer than the demo ever takes: what was begun before that is not being played by another process. */
const PATIENCE_MS = 60_000

/**
 * Fills an untouched database with the demo network: its people come in, then do with the commands of the house what
 * people did over the last year. Days are counted back from `now`; nothing is drawn by lot. A demo that was cut short
 * is begun again. Its documents are written to `storage`; without one it has none. Returns whether there was room for it.
 */
export async function seedDemo(
  { db, ...house }: Sealing & { db: Database },
  now: Date,
  storage?: Storage,
): Promise<boolean> {
  const begun = await cutShortAt(db)
  if (begun && now.getTime() - begun.getTime() > PATIENCE_MS) await db.commit((tx) => forgotten(tx))
  if (!(await isUntouched(db))) return false

  const stage = { ...(await setUp(db, now)), house }
  const told = Object.entries(stories)
  const seen = Object.entries(sightings)
  await play(stage, [
    ...told.flatMap(([key, story], turn) => scenesOf(key, story, turn, generationOf(story))),
    ...seen.flatMap(([key, sighting], turn) => scenesOfSighting(key, sighting, told.length + turn)),
    ...bringingScenes,
    programmeScene,
    ...bursaryScenes,
    ...reportingScenes,
    ...moneyScenes,
    ...accountingScenes,
    ...trialScenes,
    ...hearingScenes,
    ...uptakeScenes,
    ...judgingScenes,
    ...spreadingScenes,
    ...incidentScenes,
    ...(storage ? [...paperScenes(storage), catalogueScene] : []),
  ])
  // Letters about what happened in a play are not sent; its documents are read.
  await db.commit((tx) => [lettersForgotten(tx), recorded(tx, visitor, now, { what: 'demo_played', subject: network })])
  return true
}

function generationOf({ parent }: Story): number {
  const of = parent ? stories[parent] : undefined
  return of ? generationOf(of) + 1 : 0
}

export interface EmptyingInput {
  /** Themes and territories stay. */
  keepsPlaces: boolean
}

/**
 * Takes away all that the demo holds and everybody in it, whoever they are: only the journal stays. The network is no
 * demo any more, and waits for its first administrator. Its files go with the next sweep of the store.
 */
export async function emptyDemo(db: Database, { keepsPlaces }: EmptyingInput, by: By, now: Date): Promise<void> {
  const as = allowed('network.manage', by)
  const current = await findNetwork(db)
  if (!current.isDemo) throw new NotFound()
  await db.commit((tx) => [
    networkReset(tx, current),
    ...rowsTakenAway(tx, keepsPlaces),
    recorded(tx, by, now, { what: 'demo_emptied', subject: network, particulars: { keepsPlaces }, as }),
  ])
}
