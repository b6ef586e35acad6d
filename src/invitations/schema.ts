import * as z from 'zod'
import { email, requiredLine } from '../platform/http/fields.ts'

/** Optional: whoever has none signs in with a link by e-mail. */
const password = z.string().max(1000, 'too_long').default('')

/** Name and password are asked of those who have no account yet. */
export const Acceptance = z.object({ name: z.string().trim().max(120, 'too_long').default(''), password })
export const Founding = z.object({ network: requiredLine(120), name: requiredLine(120), email, password })
