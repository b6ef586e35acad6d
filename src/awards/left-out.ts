import type { Award } from './award.ts'

/** Why an award is not in a file: keys of `awards.reason`. */
export const reasonsLeftOut = [
  'edition',
  'funder',
  'recipient',
  'in_kind',
  'currency',
  'funder_siret',
  'recipient_siret',
] as const
export type ReasonLeftOut = (typeof reasonsLeftOut)[number]

/** An award that amendments brought back to nothing is none. */
export const isAward = ({ awarded }: Pick<Award, 'awarded'>): boolean => awarded > 0

/** Why 360Giving is not told of an award; undefined when it is. */
export function leftOutOfGiving({ funder, recipient, funding }: Award): ReasonLeftOut | undefined {
  if (!funder) return 'funder'
  if (!recipient) return 'recipient'
  return funding.kind === 'in_kind' ? 'in_kind' : undefined
}

/** Why the SCDL file does not hold an award: it is of euros between establishments that have a SIRET. */
export function leftOutOfScdl({ funder, recipient, funding }: Award): ReasonLeftOut | undefined {
  if (funding.currency !== 'EUR') return 'currency'
  if (!funder) return 'funder'
  if (!recipient) return 'recipient'
  if (!numberOf(funder, 'siret')) return 'funder_siret'
  // In kind, an association may be named by its RNA alone.
  const isKnown = numberOf(recipient, 'siret') || (funding.kind === 'in_kind' && numberOf(recipient, 'rna'))
  return isKnown ? undefined : 'recipient_siret'
}

export function numberOf(
  { numbers }: { numbers: readonly { scheme: string; value: string }[] },
  scheme: string,
): string {
  return numbers.find((one) => one.scheme === scheme)?.value ?? ''
}
