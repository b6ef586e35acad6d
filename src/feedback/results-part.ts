import { mayBeEntered } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import type { MakePilotPart } from '../pilots/parts.ts'
import type { Reader } from '../platform/db/database.ts'
import { notesIn } from './heard.ts'
import { resultsOf } from './results.ts'
import { answersTold } from './results-told.ts'
import { becameOf } from './became.ts'

/** « Ce qui a été dit », on a pilot's page: the adequacy in short, and what became of what the reader's own said. */
export function resultsPart(db: Reader): MakePilotPart {
  return async ({ pilot, capacities }, reading) => {
    const voices = await notesIn(db, pilot.id)
    const mayEnter = may('feedback.enter', capacities).allowed && mayBeEntered(pilot)
    if (voices.length === 0 && !mayEnter) return undefined
    const became = await becameOf(db, reading, pilot.id)
    const [adequacy] = answersTold(resultsOf(voices, []), reading)
    return {
      name: 'results',
      view: '/feedback/results-part',
      data: {
        pilotId: pilot.id,
        total: voices.length,
        adequacy,
        became,
        paper: mayEnter ? `/pilots/${pilot.id}/paper` : undefined,
      },
    }
  }
}
