import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Role } from '../domain/roles.ts'
import type { Database } from '../platform/db/database.ts'
import { formatFor } from '../platform/i18n/format.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { isLocale, type Locale } from '../platform/i18n/locales.ts'
import { newId } from '../platform/id.ts'
import type { Handler } from '../platform/jobs/worker.ts'
import type { Mailer } from '../platform/mail/mail.ts'
import { findAccountByEmail } from './queries.ts'
import { hashOf, newToken } from './secrets.ts'
import { tokens } from './tables.ts'

// Letters that carry a link. Their tokens are drawn here, when the letter leaves: a database that
// somebody steals holds no link that works, not even in the queue.

interface Desk {
  db: Database
  mailer: Mailer
}

export const SIGN_IN_MINUTES = 20

export interface SignInLetter {
  email: string
  locale: Locale
  /** Where to go after signing in: a path. */
  landing: string
  url: string
}

/** The sign-in link for an address. For an address without an account there is nothing to send, and nobody learns it. */
export function sendSignInLink({ db, mailer }: Desk): Handler {
  return async ({ email, locale, landing, url }: SignInLetter, now) => {
    const account = await findAccountByEmail(db, email)
    if (!account || account.disabledAt) return
    const token = newToken()
    const expiresAt = new Date(now.getTime() + SIGN_IN_MINUTES * 60_000)
    const row = {
      id: newId(),
      hash: hashOf(token),
      purpose: 'sign_in',
      email,
      grants: { landing },
      createdAt: now,
    } as const
    await db.commit((tx) => [tx.insert(tokens).values({ ...row, expiresAt })])
    const t = translate(isLocale(account.locale) ? account.locale : locale)
    await mailer.send({
      to: email,
      subject: t('mail.sign_in.subject'),
      text: t('mail.sign_in.text', { name: account.name, link: `${url}/sign-in/${token}`, minutes: SIGN_IN_MINUTES }),
    })
  }
}

export interface InvitationLetter {
  tokenId: string
  url: string
  locale: Locale
  inviter: string
  subject?: string | undefined
  role?: Role | undefined
}

/** The link of an invitation that still stands; one that was used, withdrawn or has expired is not sent. */
export function sendInvitation({ db, mailer }: Desk): Handler {
  return async ({ tokenId, url, locale, inviter, subject, role }: InvitationLetter, now) => {
    const token = newToken()
    const isOpen = and(eq(tokens.id, tokenId), isNull(tokens.usedAt), gt(tokens.expiresAt, now))
    const [[row]] = await db.commit((tx) => [
      tx
        .update(tokens)
        .set({ hash: hashOf(token) })
        .where(isOpen)
        .returning({ email: tokens.email, expiresAt: tokens.expiresAt }),
    ])
    if (!row) return
    const t = translate(locale)
    const purpose = subject
      ? t('mail.invitation.to_initiative', { subject, role: role ? t(`mail.invitation.role.${role}`) : '' })
      : t('mail.invitation.to_network')
    await mailer.send({
      to: row.email,
      subject: t(subject ? 'mail.invitation.subject_initiative' : 'mail.invitation.subject', { inviter, subject }),
      text: t('mail.invitation.text', {
        inviter,
        purpose,
        link: `${url}/invitations/${token}`,
        until: formatFor(locale, 'UTC').day(dayOf(row.expiresAt)),
      }),
    })
  }
}

const dayOf = (instant: Date) => instant.toISOString().slice(0, 10)
