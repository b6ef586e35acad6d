import { mayBeEntered } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import type { MakePilotPart } from '../pilots/parts.ts'
import type { Reader } from '../platform/db/database.ts'
import { notesIn } from './heard.ts'
import { resultsOf } from './results.ts'
import { answersTold } from './results-told.ts'

/** « Ce qui a été dit », on a pilot's page: the adequacy in short, and `became`: what a later room says of it. */
export function resultsPart(db: Reader, became: MakePilotPart): MakePilotPart {
  return async (met, reading) => {
    const { pilot, capacities } = met
    const voices = await notesIn(db, pilot.id)
    const mayEnter = may('feedback.enter', capacities).allowed && mayBeEntered(pilot)
    if (voices.length === 0 && !mayEnter) return undefined
    const [adequacy] = answersTold(resultsOf(voices, []), reading)
    return {
      name: 'results',
      view: '/feedback/results-part',
      data: {
        pilotId: pilot.id,
        total: voices.length,
        adequacy,
        became: await became(met, reading),
        paper: mayEnter ? `/pilots/${pilot.id}/paper` : undefined,
      },
    }
  }
}
