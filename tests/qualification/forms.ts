import { labelCriteria, rqisPoints } from '../../src/domain/qualification.ts'
import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import type { Place, Town } from '../town.ts'

const codesOf = (grid: string): readonly string[] => (grid === 'label' ? labelCriteria : rqisPoints)

/** An answer to every criterion of a grid: the same one, but for those that are named. */
export function answers(grid: string, score: string, more: Record<string, string> = {}): Record<string, string> {
  return { ...Object.fromEntries(codesOf(grid).map((code) => [`score_${code}`, score])), ...more }
}

/** The deeds of qualification, as people do them by the pages of one initiative. */
export function qualifying(house: House, town: Town, slug: string, grid = 'rqis') {
  const base = `/initiatives/${slug}/qualification/${grid}`
  return {
    base,
    page: (who?: Place, rest = '') => house.get(`${base}${rest}`, who ? { as: town[who].accountId } : {}),
    assess: (who: Place, fields: Record<string, string>, deed = 'submit', version = '0') =>
      house.post(
        `${base}/assessment`,
        { number: '1', version, deed, ...fields, once: key() },
        { as: town[who].accountId },
      ),
    say: (who: Place, words: string) =>
      house.post(`${base}/remarks`, { number: '1', words, once: key() }, { as: town[who].accountId }),
    decide: (who: Place, fields: Record<string, string> = {}) =>
      house.post(
        `${base}/decisions`,
        {
          number: '1',
          standing: '',
          outcome: 'granted',
          reason: 'Le besoin est clair.',
          decidedOn: '2026-03-01',
          ...fields,
          once: key(),
        },
        { as: town[who].accountId },
      ),
  }
}
