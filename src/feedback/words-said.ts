import type { Question } from '../domain/feedback.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { FeedbackRow } from './heard.ts'

/** What one taker said in words: without who, when or how it came. */
export interface Said {
  id: string
  number: number
  adequacy: number | null
  said: { title: string; text: string }[]
}

/** The words of those who wrote some; a note alone is in the counts. */
export function wordsOf(
  rows: readonly FeedbackRow[],
  questions: readonly Question[],
  { t, language }: Reading,
): Said[] {
  const own = questions.filter(({ type }) => type === 'text')
  return rows
    .map((row): Said => {
      const usual = (['tested', 'helps', 'hinders', 'toChange'] as const).map((field) => ({
        title: t(`feedback.results.said.${field}`),
        text: row[field],
      }))
      const others = own.map((question) => ({
        title: language === 'en' && question.en ? question.en : question.fr,
        text: [row.answers[question.id] ?? ''].flat().join(' · '),
      }))
      const said = [...usual, ...others].filter(({ text }) => text !== '')
      return { id: row.id, number: row.number, adequacy: row.adequacy, said }
    })
    .filter(({ said }) => said.length > 0)
}
