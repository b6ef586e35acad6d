import { hashOf } from '../accounts/secrets.ts'
import { type Sealing, sealOf } from '../platform/sealing.ts'
import type { Link } from './queries.ts'

// A poster is printed again, so the token of its link must be found again; but whoever reads the database, or an
// archive of it, must not find it there. It is made of the link's id and this house's secret, and only its hash is kept.

/** The token of a link that is made here: 128 bits. */
export function tokenFor(house: Sealing, linkId: string): string {
  return Buffer.from(sealOf(house, 'feedback link', linkId), 'hex')
    .subarray(0, 16)
    .toString('base64url')
}

/**
 * The token that a link opens by, to print it. Undefined for a link of another house, as after a restore on another
 * machine: it opens by what was printed, and nobody here knows what that was.
 */
export function tokenOf(house: Sealing, { id, token }: Pick<Link, 'id' | 'token'>): string | undefined {
  if (!isHash(token)) return token
  const own = tokenFor(house, id)
  return hashOf(own) === token ? own : undefined
}

/** As what the token of an address is kept: its hash; or as it is, when it is older than that. A hash opens nothing. */
export function keptAs(token: string) {
  return { hash: hashOf(token), clear: isHash(token) ? '' : token }
}

const isHash = (token: string) => /^[0-9a-f]{64}$/.test(token)
