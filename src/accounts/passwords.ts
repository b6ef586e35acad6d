import { hash, verify } from '@node-rs/argon2'
import { folded } from '../platform/db/sql.ts'
import { isCommonPassword } from './common-passwords.ts'

/** What every account of the demo network signs in with. It is written on the demo's sign-in page. */
export const DEMO_PASSWORD = 'sillon-demo-2026'

export const PASSWORD_MIN = 12
const PASSWORD_MAX = 200

// Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage, 2025).
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash that is kept. The same text typed on two keyboards is the same password (NIST SP 800-63B, 3.1.1.2). */
export function hashedPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

/** Takes as long when there is no hash to compare with, so that time does not tell whether an account exists. */
export async function passwordMatches(kept: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(kept ?? (await nobodys), password.normalize('NFKC'))
  return matches && typeof kept === 'string'
}

// The hash of a password that nobody has, made while the process starts.
const nobodys = hashedPassword(crypto.randomUUID())

/** Why a password cannot be chosen: a key of `errors`. Length and no common word, no composition rules (NIST). */
export function passwordProblem(password: string, about: { name: string; email: string }): string | undefined {
  const length = [...password].length
  if (length < PASSWORD_MIN) return 'password_short'
  if (length > PASSWORD_MAX) return 'password_long'
  if (isCommonPassword(password)) return 'password_common'
  if (isMadeOf(password, about)) return 'password_personal'
  return undefined
}

// Their name or address, and little else.
function isMadeOf(password: string, { name, email }: { name: string; email: string }): boolean {
  const parts = folded(name, email)
    .split(' ')
    .filter((part) => part.length >= 4)
  const text = folded(password).replaceAll(' ', '')
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), text)
  return rest.length < text.length && rest.length < 8
}
