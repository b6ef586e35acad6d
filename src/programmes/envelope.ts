import type { Currency } from '../domain/money.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { readAmount } from '../platform/reading/amounts.ts'

interface Envelope {
  envelopeCents: number | null
  currency: Currency | null
}

/** What was written, in cents of the currency that was chosen. Nothing written is no envelope. Throws InvalidInput. */
export function envelopeOf(written: string, chosen: Currency): Envelope {
  const refuse = (key: string) => new InvalidInput([{ field: 'envelope', key, params: { currency: chosen } }])
  const reading = readAmount(written)
  if (!reading.ok) throw refuse(refusals[reading.key] ?? 'amount_not_an_amount')
  if (reading.value === undefined) return { envelopeCents: null, currency: null }
  const { cents, currency } = reading.value
  if (cents <= 0) throw refuse('amount_not_an_amount')
  const isThat = currency === undefined || currency === chosen || (currency === '$' && dollars.includes(chosen))
  if (!isThat) throw refuse('currency_differs')
  return { envelopeCents: cents, currency: chosen }
}

const dollars: readonly Currency[] = ['CAD', 'USD']
const refusals: Record<string, string> = {
  ambiguous: 'amount_ambiguous',
  'too-precise': 'amount_too_precise',
  'too-large': 'amount_too_large',
}

/** As it is written back into its field: `14000.50`. */
export function envelopeText({ envelopeCents }: Pick<Envelope, 'envelopeCents'>): string {
  if (envelopeCents === null) return ''
  const [whole, rest] = [Math.floor(envelopeCents / 100), envelopeCents % 100]
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(2, '0')}`
}
