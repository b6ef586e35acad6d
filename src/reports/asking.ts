import { recorded } from '../activity/recorded.ts'
import { mayAnswer } from '../domain/permissions.ts'
import type { Content } from '../domain/report.ts'
import type { By } from '../domain/viewer.ts'
import { findMet } from '../initiatives/queries.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { InvalidInput, NotAllowed } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { answererLetters, askerLetter, type Sender } from './asking-letters.ts'
import { findDraft, findVersion } from './queries.ts'
import { findQuestionOrRefuse } from './questions.ts'
import type { AskInput } from './schema-readers.ts'
import { eyesOf, type Seen } from './sight.ts'
import { reportAnswers, reportQuestions } from './tables.ts'

/** What was read when the question came up. */
export interface Read {
  content: Content
}

/**
 * Asks about a figure, an initiative, or the whole. What is asked about must be in the report, and known to all of its
 * readers: they read the question, too. Returns the id of the question.
 */
export async function ask(
  db: Database,
  slug: string,
  { version: number, about, initiative, words }: AskInput,
  { content }: Read,
  by: By,
  when: Moment,
  sender: Sender,
): Promise<string> {
  const found = await findAsked(db, by, slug, number)
  if (!by.accountId) throw new NotAllowed(['member'])
  if (about !== '' && !namesIn(content).has(about)) throw new InvalidInput([{ field: 'about', key: 'not_in_list' }])
  const initiativeId =
    initiative === '' ? null : await initiativeIn(db, content, found.version ?? found.report, initiative, by, when)
  const actorId = by.actorIds.find((one) => one === (found.version ?? found.report).actorId) ?? null
  const id = newId()
  const question = {
    id,
    reportId: found.report.id,
    versionId: found.version?.id ?? null,
    about,
    initiativeId,
    words,
    byAccountId: by.accountId,
    actorId,
    askedAt: when.at,
  }
  const letters = await answererLetters(db, question, found.report, found.version ?? found.report, by, when, sender)
  await db.commit((tx) => [
    tx.insert(reportQuestions).values(question),
    recorded(tx, by, when.at, {
      what: 'report_asked',
      subject: { kind: 'report_question', id },
      particulars: { report: found.report.id, about },
    }),
    ...letters(tx),
  ])
  return id
}

/** Answers it, for all who read the question. */
export async function answer(
  db: Database,
  questionId: string,
  words: string,
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  const met = await findQuestionOrRefuse(db, by, when.today, questionId)
  const as = granted(mayAnswer(met.isAuthor, met.capacities))
  if (!by.accountId) throw new NotAllowed(['member'])
  const row = { id: newId(), questionId, words, byAccountId: by.accountId, capacity: as, answeredAt: when.at }
  const letters = await askerLetter(db, met, row, by, when, sender)
  await db.commit((tx) => [
    tx.insert(reportAnswers).values(row),
    recorded(tx, by, when.at, { what: 'report_answered', subject: { kind: 'report_question', id: questionId }, as }),
    ...letters(tx, when.at),
  ])
}

/** The report, in the version that was read or as it is being written. Throws NotFound. */
export async function findAsked(db: Reader, viewer: By, slug: string, number: number | undefined) {
  if (number !== undefined) return findVersion(db, viewer, slug, number)
  return { report: await findDraft(db, viewer, slug), version: undefined }
}

/** The figures and slices of a report, by the names under which they are asked about. */
function namesIn({ sections, slices }: Content): Set<string> {
  return new Set([...sections.flatMap(({ figures }) => figures.map(({ code }) => code)), ...Object.keys(slices)])
}

async function initiativeIn(
  db: Reader,
  { initiatives }: Content,
  seen: Seen,
  typed: string,
  by: By,
  { today }: Moment,
): Promise<string> {
  const named = initiatives.filter(({ slug, title }) => slug === typed || title === typed)
  const [one] = named
  const isKnown =
    one !== undefined &&
    (await findMet(db, by, today, one.slug)) !== undefined &&
    (await findMet(db, eyesOf(seen), today, one.slug)) !== undefined
  if (!isKnown) throw new InvalidInput([{ field: 'initiative', key: 'not_in_report' }])
  return one.id
}
