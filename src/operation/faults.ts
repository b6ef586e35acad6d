import { NO_SUCH_KIND } from '../platform/jobs/worker.ts'

/** Why a job failed: a key of `operation.fault`, and what the machine said when nobody put that into words. */
export interface Fault {
  key: string
  said?: string
}

const known: [RegExp, string][] = [
  [new RegExp(`^${NO_SUCH_KIND}$`), 'no_such_kind'],
  [/\b(EAUTH|Invalid login|535[ -])/i, 'mail_refused_login'],
  [/\b(ENOSPC|SQLITE_FULL)\b|database full|no space left/i, 'disk_full'],
  [/\b(EACCES|EROFS|EPERM)\b|database read_only/, 'read_only'],
  [/database (unreachable|busy)/, 'database'],
  [/\b(550|551|553)[ -]|recipients? (were|was) rejected/i, 'mail_refused_address'],
  [/\b(ECONNREFUSED|ECONNRESET|ECONNECTION|ENOTFOUND|EDNS|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|ESOCKET)\b/, 'unreachable'],
]

/** What is known of an error, in a word; a job without one ended with its process. */
export function faultOf(error: string | null): Fault {
  if (error === null) return { key: 'process_ended' }
  const [, key] = known.find(([pattern]) => pattern.test(error)) ?? []
  return key ? { key } : { key: 'other', said: withoutSecrets(error) }
}

const LONGEST = 200

/** What an error says of the fault, and nothing of people: neither values of a statement nor addresses nor links. */
export function withoutSecrets(error: string): string {
  const said = error
    .replace(/Failed query:[\s\S]*/i, 'Failed query')
    .replace(/\bparams:[\s\S]*/i, '')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…')
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…')
    // Tokens, keys and hashes are long and have no spaces.
    .replace(/[\w+/=-]{24,}/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
  return said.length > LONGEST ? `${said.slice(0, LONGEST - 1)}…` : said
}
