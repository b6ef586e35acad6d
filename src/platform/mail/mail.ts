import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import { newId } from '../id.ts'

export interface Letter {
  to: string
  subject: string
  text: string
}

export interface Mailer {
  send(letter: Letter): Promise<void>
}

/** Mail through the server that SMTP_URL names. Throws what the server answered; the job that sends tries again. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(url)
  return {
    async send(letter) {
      await transport.sendMail({ from, ...plain(letter) })
    },
  }
}

// A letter comes out of the queue, which an archive may have brought: it holds text, and names no file to send along.
function plain({ to, subject, text }: Letter) {
  return { to, subject, text, disableFileAccess: true, disableUrlAccess: true }
}

/** The server's name, and nothing of the secret beside it. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '?'
}

/** Without a mail server, each letter is a file under the outbox, and the log says where. */
export function outboxMailer(folder: string, from: string, log: Logger): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true })
  return {
    async send(letter) {
      const { message } = await composer.sendMail({ from, ...plain(letter) })
      await mkdir(folder, { recursive: true })
      const path = join(folder, `${newId()}.eml`)
      await writeFile(path, message as Buffer, { flush: true })
      log.info({ path }, 'mail written to the outbox (no SMTP_URL)')
    },
  }
}
