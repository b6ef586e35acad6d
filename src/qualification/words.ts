import type { GridCriterion } from '../domain/qualification.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Grid } from './originals.ts'

// English may be left out: French is shown then.

export function nameOf({ nameFr, nameEn }: Pick<Grid, 'nameFr' | 'nameEn'>, { language }: Pick<Reading, 'language'>) {
  return language === 'en' ? nameEn || nameFr : nameFr
}

export function labelOf({ fr, en }: GridCriterion, { language }: Pick<Reading, 'language'>): string {
  return language === 'en' ? en || fr : fr
}
