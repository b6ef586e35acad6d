import { randomBytes } from 'node:crypto'
import { generateSecret, generateURI, verifySync } from 'otplib'
import { hashOf } from './secrets.ts'

// Time-based one-time codes (RFC 6238) and the codes that stand in for them.

const RECOVERY_CODES = 10
// Crockford's alphabet: nothing that reads like something else.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

export function newTotpSecret(): string {
  return generateSecret()
}

/** The time step of a right code; undefined when it is wrong, or not newer than the last one accepted. */
export function acceptedStep(secret: string, code: string, lastStep: number | null, now: Date): number | undefined {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  // A phone's clock may be half a minute off, either way.
  const epoch = Math.floor(now.getTime() / 1000)
  const replay = lastStep === null ? {} : { afterTimeStep: lastStep }
  const result = verifySync({ secret, token, epoch, epochTolerance: 30, ...replay })
  return result.valid && 'timeStep' in result ? result.timeStep : undefined
}

/** An image that an authenticator reads, as SVG. */
export async function codeImage(
  secret: string,
  { email, network }: { email: string; network: string },
): Promise<string> {
  const uri = generateURI({ issuer: network, label: email, secret })
  const { default: QRCode } = await import('qrcode')
  return QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
}

/** Ten codes of 80 random bits, to be shown once: `abcd-efgh-jkmn-pqrs`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
    return letters.match(/.{4}/g)?.join('-') ?? letters
  })
}

/** What is kept of a recovery code, however it is typed. */
export function recoveryHash(code: string): string {
  return hashOf(code.toLowerCase().replace(/[^0-9a-z]/g, ''))
}
