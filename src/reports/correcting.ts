import type { Content, Figure, Section } from '../domain/report.ts'

/** A figure that is no longer what was published. */
export interface Difference {
  section: string
  figure: Figure
  now: Figure
}

/**
 * What the same question answers otherwise with today's knowledge: something was corrected or entered since. Figures and
 * tables are compared; those of the section on corrections are not, which speaks of just that.
 */
export function differences(then: Content, now: Content): { isCorrected: boolean; figures: Difference[] } {
  const later = new Map(now.sections.map((section) => [section.code, section]))
  const sections = then.sections.filter(({ code }) => code !== 'corrections')
  const figures = sections.flatMap((section) =>
    section.figures.flatMap((figure): Difference[] => {
      const other = later.get(section.code)?.figures.find((one) => isSame(one, figure))
      return other && other.value !== figure.value ? [{ section: section.code, figure, now: other }] : []
    }),
  )
  const isCorrected = figures.length > 0 || sections.some((section) => saysOtherwise(section, later.get(section.code)))
  return { isCorrected, figures }
}

const isSame = (a: Figure, b: Figure) => a.code === b.code && a.currency === b.currency

// Words (titles, reasons) may be edited without correcting a figure: only what is counted is compared.
function saysOtherwise({ tables }: Section, later: Section | undefined): boolean {
  if (!later) return true
  const counted = (section: Pick<Section, 'tables'>) =>
    JSON.stringify(
      section.tables.map(({ code, rows }) => [code, rows.map((row) => row.map(({ value }) => value ?? null))]),
    )
  return counted({ tables }) !== counted(later)
}
