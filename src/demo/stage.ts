import { DAY_MS } from '../domain/calendar.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse, type Initiative } from '../initiatives/queries.ts'
import { dayIn, type Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Sealing } from '../platform/sealing.ts'
import type { PartKey, PersonKey } from './cast.ts'
import type { ThemeKey } from './places.ts'

export const TIME_ZONE = 'America/Toronto'

/** Who and what is there when the play begins. */
export interface Stage {
  db: Database
  /** Whose secret draws the links. */
  house: Sealing
  now: Date
  people: Record<PersonKey, By>
  /** Ids of actors: of persons, organisations and groups. */
  actors: Record<PartKey, string>
  /** The ends of their pages' addresses: forms name them so. */
  called: Record<PartKey, string>
  themes: Record<ThemeKey, string>
  /** Ends of the addresses of initiatives and reports that have begun, by the key of their story. */
  slugs: Map<string, string>
}

/** Something that somebody does, so many days ago. */
export interface Scene {
  ago: number
  act: (stage: Stage, when: Moment) => Promise<unknown>
}

/** Plays the scenes in the order of their days; those of one day in the order they are given, minutes apart. */
export async function play(stage: Stage, scenes: readonly Scene[]): Promise<void> {
  const inOrder = scenes.toSorted((a, b) => b.ago - a.ago)
  let minute = 0
  for (const [index, { ago, act }] of inOrder.entries()) {
    minute = inOrder[index - 1]?.ago === ago ? minute + 1 : 0
    const at = new Date(workingHour(stage, ago) + minute * 60_000)
    await act(stage, { at, today: dayIn(TIME_ZONE, at) })
  }
}

/** The day so many days before the demo is played; after it when negative. */
export function dayAgo(stage: Pick<Stage, 'now'>, ago: number): string {
  return dayIn(TIME_ZONE, new Date(workingHour(stage, ago)))
}

// People work by day: from 13:00 to 18:59 UTC, which is the same day on both sides of the ocean.
function workingHour({ now }: Pick<Stage, 'now'>, ago: number): number {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  return midnight - ago * DAY_MS + (13 + (Math.abs(ago) % 6)) * 3_600_000 + ((Math.abs(ago) * 17) % 60) * 60_000
}

export function slugOfStory({ slugs }: Stage, key: string): string {
  const slug = slugs.get(key)
  if (!slug) throw new Error(`the story ${key} has not begun`)
  return slug
}

/** An initiative as it stands at this point of the play. */
export async function present(stage: Stage, key: string, { today }: Moment): Promise<Initiative> {
  const { initiative } = await findOrRefuse(stage.db, stage.people.coordination, today, slugOfStory(stage, key))
  return initiative
}
