import { takerKinds } from '../domain/roles.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Answered, Group, Results } from './results.ts'

/** The answers to one question, as a chart with its table. */
export interface AnsweredTold {
  id: string
  title: string
  answered: number
  isMultiple: boolean
  /** Two kinds beside each other in one bar, when both may be told. */
  legend: string[]
  bars: { label: string; text: string; parts: { from: number; width: number }[] }[]
  columns: string[]
  rows: { label: string; cells: string[] }[]
  /** Too few answered to tell anything. */
  isKeptBack: boolean
}

export function answersTold({ questions }: Results, reading: Reading): AnsweredTold[] {
  return questions.map((one) => answerTold(one, reading))
}

function answerTold(one: Answered, { t, format, language }: Reading): AnsweredTold {
  const { question, answered, all, groups } = one
  const isOwn = question !== 'adequacy'
  const title = isOwn ? inLanguage(question, language) : t('feedback.results.adequacy')
  const told = {
    id: isOwn ? question.id : 'adequacy',
    title,
    answered,
    isMultiple: isOwn && question.type === 'multiple',
    isKeptBack: !all && answered > 0,
  }
  if (!all) return { ...told, legend: [], bars: [], columns: [], rows: [] }
  const columns = [
    t('feedback.results.all', { count: all.of }),
    ...groups.map(({ group, of }) => t('feedback.results.group', { name: groupName(group, t), of: format.number(of) })),
  ]
  if (isOwn && question.type === 'number') {
    const both = [all, ...groups]
    const said = (value: number | undefined) => (value === undefined ? '' : format.number(Math.round(value * 10) / 10))
    const rows = [
      { label: t('feedback.results.median'), cells: both.map(({ median }) => said(median)) },
      { label: t('feedback.results.mean'), cells: both.map(({ mean }) => said(mean)) },
    ]
    return { ...told, legend: [], bars: [], columns, rows }
  }
  const labels = one.options.map((id) => {
    if (!isOwn) return t(`words.adequacy.${id}`)
    const option = question.options.find((known) => known.id === id)
    return option ? inLanguage(option, language) : t(`feedback.ask.scale.${id}`)
  })
  const share = (many: number, of: number) =>
    t('feedback.results.share', { count: many, many: format.number(many), percent: percentOf(many, of, format) })
  const kinds = takerKinds.flatMap((kind) => groups.filter(({ group }) => 'kind' in group && group.kind === kind))
  const most = Math.max(1, ...all.counts)
  return {
    ...told,
    legend: kinds.length > 1 ? kinds.map(({ group }) => groupName(group, t)) : [],
    bars: labels.map((label, at) => {
      let from = 0
      const parts = (kinds.length > 1 ? kinds : [all]).map(({ counts }) => {
        const part = { from, width: (100 * counts[at]!) / most }
        from += part.width
        return part
      })
      return { label, text: share(all.counts[at]!, all.of), parts }
    }),
    columns,
    rows: labels.map((label, at) => ({
      label,
      cells: [all, ...groups].map(({ counts, of }) => share(counts[at]!, of)),
    })),
  }
}

const inLanguage = (said: { fr: string; en?: string }, language: 'fr' | 'en') =>
  language === 'en' && said.en ? said.en : said.fr

const percentOf = (many: number, of: number, format: Reading['format']) => format.number(Math.round((100 * many) / of))

function groupName(group: Group, t: Reading['t']): string {
  return 'kind' in group ? t(`feedback.results.kind.${group.kind}`) : t(`words.feedback_way.${group.way}`)
}
