import { worded } from '../figures/wording.ts'
import { regionOf } from '../platform/i18n/locales.ts'
import { typeset } from '../platform/typesetting/typesetting.ts'
import { aboutOf, type Outgoing } from './about.ts'
import { paperTemplate } from './paper-template.ts'
import { plotSvg, shadeOf } from './plot-svg.ts'
import { paragraphsOf } from './prose.ts'

type Section = Extract<ReturnType<typeof worded>['blocks'][number], { kind: 'section' }>

/** More rows than anybody reads on paper: the rest is in the spreadsheet. */
const MOST_ROWS = 400

/** A report on paper: a tagged PDF that a screen reader follows. */
export function paperOf(outgoing: Outgoing, at: Date): Promise<Uint8Array> {
  return typeset({ template: paperTemplate, data: forTypst(outgoing), madeAt: at })
}

function forTypst(outgoing: Outgoing) {
  const { title, network, locale, language, hash, content, definitions, words, asked } = outgoing
  const { t } = words
  const told = worded(content, definitions, (written) => written, { ...words, language, hrefOf: () => '' })
  return {
    title,
    lang: language,
    region: regionOf(locale).slice(-2).toLowerCase(),
    paper: locale === 'fr-FR' ? 'a4' : 'us-letter',
    foot: t('sharing.paper.foot', { network, asOf: asked.asOf }),
    hash: t('sharing.paper.hash', { hash }),
    about: aboutOf(outgoing),
    parts: told.blocks.map((block) =>
      block.kind === 'words' ? { kind: 'words', parts: paragraphsOf(block.html) } : onPaper(block, outgoing),
    ),
    definitions: told.definitions.map(({ name, formula, source }) => ({
      name,
      formula,
      source: t('figures.content.source', { source }),
    })),
    words: {
      contents: t('figures.content.contents'),
      definitions: t('figures.content.definitions'),
      nothing: t('figures.content.nothing'),
      figure: t('sharing.column.figure'),
      value: t('sharing.column.value'),
      compared: t('sharing.column.compared'),
    },
  }
}

function onPaper({ title, lead, notes, figures, charts, tables }: Section, { words: { t, format } }: Outgoing) {
  return {
    kind: 'section',
    title,
    lead,
    notes,
    isCompared: figures.some(({ compared }) => compared),
    figures: figures.map(({ name, text, remark, compared }) => ({
      name,
      text,
      remark: remark ?? '',
      compared: [compared?.text, compared?.difference].filter(Boolean).join(' · '),
    })),
    charts: charts.map(({ title: name, description, drawing }) => ({
      title: name,
      alt: t('sharing.paper.alt', { title: name, description }),
      series: drawing.series.map((one) => ({ name: one.name, shade: shadeOf(one.number, drawing.series.length) })),
      svg: drawing.kind === 'plot' ? plotSvg(drawing) : '',
      rows:
        drawing.kind === 'bars'
          ? drawing.rows.map(({ label, bars, text }) => ({
              label,
              text,
              bars: bars.map(({ from, width, series }) => ({
                from,
                width,
                shade: shadeOf(series.number, drawing.series.length),
              })),
            }))
          : [],
    })),
    tables: tables.map(({ caption, columns, rows, total }) => ({
      caption,
      columns,
      size: columns.length > 7 ? 7.5 : 9.5,
      rows: [...rows.slice(0, MOST_ROWS), ...(total ? [total] : [])].map((row) =>
        row.map(({ text, compared }) => (compared ? `${text} ${t('sharing.paper.cell', { text: compared })}` : text)),
      ),
      rest: rows.length > MOST_ROWS ? t('sharing.paper.rest', { value: format.number(rows.length - MOST_ROWS) }) : '',
    })),
  }
}
