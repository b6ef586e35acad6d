import * as z from 'zod'

/** Days without an update after which something is shown as stale, until the reader says otherwise. */
const STALE_DAYS = 90

const whole = (otherwise: number, most: number) => z.coerce.number<string>().int().min(1).max(most).catch(otherwise)

/** What the address asks for; what cannot be read is left as it opens. */
export const DeskQuery = z.object({
  /** The end of a funder's address. */
  actor: z.string().max(160).catch(''),
  days: whole(STALE_DAYS, 3650),
  page: whole(1, 10_000),
})

export const SeenInput = z.object({ until: z.iso.datetime('not_understood').transform((text) => new Date(text)) })
