/** Numbers that name an organisation: NEQ and BN (Québec, Canada), SIRET, SIREN and RNA (France). */
export const identifierSchemes = ['neq', 'bn', 'siret', 'siren', 'rna', 'other'] as const
export type IdentifierScheme = (typeof identifierSchemes)[number]

/** The identifier as it is kept: without spaces, and only if it can be one. Undefined when it cannot. */
export function readIdentifier(scheme: IdentifierScheme, typed: string): string | undefined {
  if (scheme === 'other') return typed.trim().replace(/\s+/gu, ' ') || undefined
  const value = typed.replace(/[\s.\u2010-\u2015-]/gu, '').toUpperCase()
  // A Canadian business number is often given with a programme account after it: 123456789 RC 0001.
  const bare = scheme === 'bn' ? value.replace(/^(\d{9})[A-Z]{2}\d{4}$/, '$1') : value
  return isRight[scheme](bare) ? bare : undefined
}

const isRight: Record<Exclude<IdentifierScheme, 'other'>, (value: string) => boolean> = {
  neq: (value) => /^(11|22|33|88)\d{8}$/.test(value),
  bn: (value) => /^\d{9}$/.test(value) && passesLuhn(value),
  siren: (value) => /^\d{9}$/.test(value) && passesLuhn(value),
  siret: (value) => /^\d{14}$/.test(value) && (passesLuhn(value) || isLaPoste(value)),
  rna: (value) => /^W\d{9}$/.test(value),
}

// La Poste has more establishments than Luhn leaves numbers for: theirs add up to a multiple of five.
function isLaPoste(siret: string): boolean {
  return siret.startsWith('356000000') && siret.split('').reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
}

function passesLuhn(digits: string): boolean {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => {
      const counted = Number(digit) * (index % 2 === 1 ? 2 : 1)
      return total + (counted > 9 ? counted - 9 : counted)
    }, 0)
  return sum % 10 === 0
}
