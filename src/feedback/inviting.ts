import { randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { hashOf } from '../accounts/secrets.ts'
import { recorded } from '../activity/recorded.ts'
import { DAY_MS } from '../domain/calendar.ts'
import type { Question } from '../domain/feedback.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import { findPilot } from '../pilots/queries.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Sealing } from '../platform/sealing.ts'
import { type Form, formOf } from './queries.ts'
import type { FormInput, LinkInput, TypedQuestion } from './schema.ts'
import { feedbackForms, feedbackLinks } from './tables.ts'
import { tokenFor } from './tokens.ts'

/**
 * Says what a pilot asks its takers, and to what they agree: other words to agree to are another version of them.
 * Questions and answers that stay keep their ids, and so what was answered. Throws Stale when somebody saved first.
 */
export async function writeForm(
  db: Database,
  pilotId: string,
  { version, questions, ...input }: FormInput,
  by: By,
  when: Moment,
): Promise<void> {
  const met = await findPilot(db, by, when.today, pilotId)
  if (!met) throw new NotFound()
  const as = granted(may('feedback.invite', met.capacities))
  const form = await formOf(db, pilotId)
  const stale = async () => staleForm({ ...input, questions }, await formOf(db, pilotId))
  if (version !== (form?.version ?? 0)) throw await stale()
  const isAgreedAnew = form && (form.consentFr !== input.consentFr || form.consentEn !== input.consentEn)
  const row = {
    ...input,
    questions: withIds(questions, form),
    consentVersion: (form?.consentVersion ?? 1) + (isAgreedAnew ? 1 : 0),
    changedAt: when.at,
  }
  try {
    await db.commit((tx) => [
      form
        ? exactlyOne(
            tx
              .update(feedbackForms)
              .set({ ...row, version: version + 1 })
              .where(and(eq(feedbackForms.pilotId, pilotId), eq(feedbackForms.version, version)))
              .returning({ id: feedbackForms.pilotId }),
            () => new Stale(),
          )
        : tx.insert(feedbackForms).values({ pilotId, ...row }),
      recorded(tx, by, when.at, {
        what: 'feedback_form_written',
        subject: { kind: 'pilot', id: pilotId },
        initiativeId: met.initiative.id,
        as,
        particulars: { isOpen: input.isOpen },
      }),
    ])
  } catch (error) {
    // Somebody made the form at the same time.
    const isLate = error instanceof Stale || (error instanceof Duplicate && /feedback_forms/.test(error.on))
    throw isLate ? await stale() : error
  }
}

function staleForm(mine: Omit<FormInput, 'version'>, theirs: Form | undefined): Stale {
  const asked = (questions: readonly { fr: string }[] = []) => questions.map(({ fr }) => fr).join('\n')
  const words = { ...mine, questions: asked(mine.questions) }
  return outdated(words, { ...theirs, questions: asked(theirs?.questions) }, theirs?.version ?? 0)
}

// Who answers another kind of question answers another question. An answer whose words were mended, where as many
// stand as before, is the one that stood in its place.
function withIds(questions: readonly TypedQuestion[], form: Form | undefined): Question[] {
  const known = new Map(form?.questions.map((question) => [question.id, question]))
  return questions.map((question) => {
    const found = known.get(question.id)
    known.delete(question.id)
    const before = found?.type === question.type ? found : undefined
    const ids = new Map(before?.options.map(({ id, fr }) => [fr, id]))
    const words = new Set(question.options.map(({ fr }) => fr))
    const inPlace = before?.options.length === question.options.length ? before.options : []
    return {
      ...question,
      id: before?.id ?? shortId(),
      options: question.options.map((option, at) => {
        const there = inPlace[at]
        const mended = there && !words.has(there.fr) ? there.id : undefined
        return { ...option, id: ids.get(option.fr) ?? mended ?? shortId() }
      }),
    }
  })
}

const shortId = () => randomBytes(6).toString('hex')

/** A way to the form for those who have no account; `house` draws its token. Throws InvalidInput while there is no form. */
export async function addLink(
  db: Database,
  house: Sealing,
  pilotId: string,
  input: LinkInput,
  by: By,
  when: Moment,
): Promise<void> {
  const met = await findPilot(db, by, when.today, pilotId)
  if (!met) throw new NotFound()
  const as = granted(may('feedback.invite', met.capacities))
  if (!(await formOf(db, pilotId))) throw new InvalidInput([{ field: 'label', key: 'form_first' }])
  const { label, takerKind = null, most, days } = input
  const id = newId()
  await db.commit((tx) => [
    tx.insert(feedbackLinks).values({
      id,
      pilotId,
      token: hashOf(tokenFor(house, id)),
      label,
      takerKind,
      most,
      byAccountId: by.accountId,
      createdAt: when.at,
      expiresAt: new Date(when.at.getTime() + days * DAY_MS),
    }),
    recorded(tx, by, when.at, {
      what: 'feedback_link_made',
      subject: { kind: 'pilot', id: pilotId },
      initiativeId: met.initiative.id,
      as,
      particulars: { most, days },
    }),
  ])
}

/** From now on it takes nothing more; what it took stays. */
export async function revokeLink(db: Database, pilotId: string, id: string, by: By, when: Moment): Promise<void> {
  const met = await findPilot(db, by, when.today, pilotId)
  if (!met) throw new NotFound()
  const as = granted(may('feedback.invite', met.capacities))
  const stands = and(eq(feedbackLinks.id, id), eq(feedbackLinks.pilotId, pilotId), isNull(feedbackLinks.revokedAt))
  await db.commit((tx) => [
    exactlyOne(
      tx.update(feedbackLinks).set({ revokedAt: when.at }).where(stands).returning({ id: feedbackLinks.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, {
      what: 'feedback_link_revoked',
      subject: { kind: 'pilot', id: pilotId },
      initiativeId: met.initiative.id,
      as,
    }),
  ])
}

export type LinkState = 'open' | 'revoked' | 'expired' | 'used_up'

/** How a link stands. */
export function stateOf(
  {
    revokedAt,
    expiresAt,
    taken,
    most,
  }: Pick<typeof feedbackLinks.$inferSelect, 'revokedAt' | 'expiresAt' | 'taken' | 'most'>,
  now: Date,
): LinkState {
  if (revokedAt) return 'revoked'
  if (expiresAt <= now) return 'expired'
  return taken >= most ? 'used_up' : 'open'
}
