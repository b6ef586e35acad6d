import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits for a cookie or a link. They leave the process once; the database keeps their hash. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256, in hexadecimal. A fast hash is right here: nobody guesses 256 random bits. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
