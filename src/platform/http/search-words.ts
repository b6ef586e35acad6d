import * as z from 'zod'
import { termsOf } from '../db/words.ts'

const LONGEST = 200

/** Words to search, at most 200 characters: an address never fails by them. */
export const searchWords = z
  .string()
  .catch('')
  .transform((typed) => typed.trim().slice(0, LONGEST))

/** What is to be said of words that were typed: they were cut, or there is none among them. A key of `search`. */
export function noteOn(typed: unknown): 'too_long' | 'no_words' | undefined {
  if (typeof typed !== 'string' || typed.trim() === '') return undefined
  if (typed.trim().length > LONGEST) return 'too_long'
  return termsOf(typed).length === 0 ? 'no_words' : undefined
}
