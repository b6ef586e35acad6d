import { hashedPassword } from '../../src/accounts/passwords.ts'
import { accountOpened, type NewAccount } from '../../src/accounts/steps.ts'
import type { House } from '../house.ts'

export const PASSWORD = 'quatre sillons bien droits'

let kept: Promise<string> | undefined

/** Opens an account; the id is the part of the address before the @. */
export async function someone(house: House, email: string, more: Partial<NewAccount> = {}): Promise<string> {
  const id = email.split('@')[0] ?? email
  await house.db.commit((tx) => [
    accountOpened(tx, { id, email, name: `${id} Tremblay`, networkRole: 'member', ...more }, house.now),
  ])
  return id
}

export async function withPassword(): Promise<{ passwordHash: string }> {
  return { passwordHash: await (kept ??= hashedPassword(PASSWORD)) }
}

/** The session cookie that an answer hands over. */
export function cookieIn(answer: { headers: Headers }): string | undefined {
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('session='))
  return cookie?.split(';')[0]
}

/** The path of the link in the last letter. */
export function linkIn(house: House): string {
  const letter = house.letters.at(-1)
  const link = letter?.text.match(/http:\/\/sillon\.test(\/\S+)/)?.[1]
  if (!link) throw new Error('no letter with a link')
  return link
}

/** What the page after an answer will say was done: a key of the catalogues. */
export function doneIn({ headers }: { headers: Headers }): unknown {
  const flash = headers.getSetCookie().find((line) => line.startsWith('flash='))
  const value = flash?.slice('flash='.length).split(';')[0] ?? 'null'
  return (JSON.parse(decodeURIComponent(value)) as { key: string } | null)?.key
}
