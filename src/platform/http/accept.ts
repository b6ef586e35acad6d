import type * as z from 'zod'
import { InvalidInput, type Issue } from './refusal.ts'

/** Parses a request's input at the door; afterwards only the parsed value exists. Throws InvalidInput. */
export function accept<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  throw new InvalidInput(parsed.error.issues.map(issue))
}

// A schema names its own message (a key of `errors`), or the kind of fault does.
function issue(fault: z.core.$ZodIssue): Issue {
  const { path, message, code, ...rest } = fault
  return { field: path.map(String).join('.'), key: isKey(message) ? message : keyOf(fault), params: { code, ...rest } }
}

const isKey = (message: string) => /^[a-z][a-z0-9_]+$/.test(message)

function keyOf(fault: z.core.$ZodIssue): string {
  if (fault.code === 'too_big') return 'too_long'
  if (fault.code === 'too_small') return 'required'
  if (fault.code === 'invalid_type') return fault.input === undefined ? 'required' : 'not_understood'
  if (fault.code === 'invalid_value') return 'not_in_list'
  if (fault.code === 'invalid_format') {
    return (
      { email: 'not_an_email', url: 'not_an_address', date: 'not_a_day' }[fault.format as string] ?? 'not_understood'
    )
  }
  return 'not_understood'
}
