import { recorded } from '../activity/recorded.ts'
import { stateAfter } from '../domain/adoptions.ts'
import type { By } from '../domain/viewer.ts'
import { granted, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { InvalidInput, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { changed, judgedAnew, refuseStep } from './commands.ts'
import { documentAmong } from './evidence.ts'
import { type AdoptionStep, findAdoption, stepsOf } from './queries.ts'
import type { StepInput } from './schema.ts'
import { adoptionSteps } from './tables.ts'
import { contactForgotten } from './steps.ts'
import { mayTendAdoption } from './taker.ts'

/**
 * Adds a step to the history of an adoption, at whatever day it took place: the adoption stands where its last step
 * leaves it. With `supersedesId`, it stands in place of that one. Throws NotAllowed, InvalidInput.
 */
export function addStep(
  db: Database,
  id: string,
  input: StepInput,
  by: By,
  when: Moment,
  supersedesId: string | null = null,
): Promise<void> {
  return judgedAnew(() => addOnce(db, id, input, by, when, supersedesId))
}

async function addOnce(
  db: Database,
  id: string,
  { document, ...input }: StepInput,
  by: By,
  when: Moment,
  supersedesId: string | null,
): Promise<void> {
  const { adoption, isOwn, capacities } = await findAdoption(db, by, when.today, id)
  const as = granted(mayTendAdoption(isOwn, capacities))
  refuseStep(
    { ...input, takerKind: adoption.takerKind },
    { effectiveOn: input.effectiveOn, field: 'effectiveOn' },
    when,
  )
  const steps = await stepsOf(db, id)
  const wrong = supersedesId ? correctable(steps, supersedesId) : undefined
  // A correction keeps the document of the step it corrects, also when it is no longer there to be chosen.
  const documentId =
    wrong?.documentId === document && document !== ''
      ? document
      : await documentAmong(db, by, when, adoption.initiativeId, document)
  if (wrong && !differs(wrong, { ...input, documentId })) {
    throw new InvalidInput([{ field: 'effectiveOn', key: 'nothing_corrected' }])
  }
  const step = {
    id: newId(),
    adoptionId: id,
    ...input,
    documentId,
    supersedesId,
    byAccountId: by.accountId,
    capacity: as,
    recordedAt: when.at,
    sequence: steps.reduce((last, one) => Math.max(last, one.sequence), 0) + 1,
  }
  const state = stateAfter([...steps, step])!
  const commit = db.commit((tx) => [
    touch(tx, adoption.initiativeId, when.at),
    changed(tx, adoption, state, when.at),
    tx.insert(adoptionSteps).values(step),
    // Whoever tries it is an actor of the network by now: how they first wrote is no longer needed.
    ...(isPast(state.status) ? [contactForgotten(tx, id)] : []),
    recorded(tx, by, when.at, {
      what: supersedesId ? 'adoption_corrected' : 'adoption_step',
      subject: { kind: 'adoption', id },
      initiativeId: adoption.initiativeId,
      as,
      particulars: { status: input.status, on: input.effectiveOn },
    }),
  ])
  await commit.catch((error: unknown) => {
    throw error instanceof Duplicate && /sequence|supersedes/.test(error.on) ? new Stale() : error
  })
}

const isPast = (status: string) => status === 'trial' || status === 'integrated' || status === 'abandoned'

function correctable(steps: readonly AdoptionStep[], id: string): AdoptionStep {
  const wrong = steps.find((step) => step.id === id)
  if (!wrong) throw new NotFound()
  if (steps.some(({ supersedesId }) => supersedesId === id)) {
    throw new InvalidInput([{ field: 'effectiveOn', key: 'row_gone' }])
  }
  return wrong
}

function differs(
  wrong: AdoptionStep,
  right: Pick<AdoptionStep, 'status' | 'effectiveOn' | 'reason' | 'evidence' | 'documentId'>,
) {
  return (['status', 'effectiveOn', 'reason', 'evidence', 'documentId'] as const).some(
    (one) => wrong[one] !== right[one],
  )
}
