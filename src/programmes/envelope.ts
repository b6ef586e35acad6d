import type { Currency } from '../domain/money.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { readAmount } from '../platform/reading/amounts.ts'

interface Envelope {
  envelopeCents: number | null
  currency: Currency | null
}

/** What was written, in cents of the currency that was chosen. Nothing written is no envelope. Throws InvalidInput. */
export function envelopeOf(written: string, chosen: Currency): Envelope {
  const refuse = (key: string) => new InvalidInput([{ field: 'envelope', key }])
  const reading = readAmount(written)
  if (!reading.ok) throw refuse(reading.key === 'ambiguous' ? 'ambiguous_amount' : 'not_an_amount')
  if (reading.value === undefined) return { envelopeCents: null, currency: null }
  const { cents, currency } = reading.value
  if (cents <= 0) throw refuse('not_an_amount')
  if (currency && currency !== '$' && currency !== chosen) throw refuse('other_currency')
  if (currency === '$' && !['CAD', 'USD'].includes(chosen)) throw refuse('other_currency')
  return { envelopeCents: cents, currency: chosen }
}

/** As it is written back into its field: `14000.50`. */
export function envelopeText({ envelopeCents }: Pick<Envelope, 'envelopeCents'>): string {
  if (envelopeCents === null) return ''
  const [whole, rest] = [Math.floor(envelopeCents / 100), envelopeCents % 100]
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(2, '0')}`
}
