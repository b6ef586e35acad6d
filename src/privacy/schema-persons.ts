import * as z from 'zod'
import { day, line, requiredLine } from '../platform/http/fields.ts'
import { subjectKinds } from './subject.ts'

/** Whoever erases their own data types their address, and their password when they have one. */
export const OwnErasure = z.object({
  address: requiredLine(254).pipe(z.string().toLowerCase()),
  password: z.string().max(500, 'too_long').default(''),
})

/** An administrator says which day it was asked, and types a word. */
export const AskedErasure = z.object({ askedOn: day, word: requiredLine(40).pipe(z.string().toLowerCase()) })

export const Search = z.object({ q: line(200).catch('') })

/** What an address of a page names; anything else is nobody. */
export const Whom = z.object({ kind: z.enum(subjectKinds), id: z.string().regex(/^[\w-]{1,64}$/) })
