import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { outboxMailer, smtpMailer } from '../../../src/platform/mail/mail.ts'

const letter = {
  to: 'ana@example.org',
  subject: 'Invitation : équipe porteuse « Récolte »',
  text: 'Bonjour Ana,\n\nhttps://sillon.example.org/invitations/abc\n\nÀ bientôt — l’équipe\n',
}
const from = 'Sillon <sillon@example.org>'

describe('by SMTP', () => {
  let server: SMTPServer
  let received: { to: string[]; raw: string }[]
  let refusing = false
  const url = () => `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`

  beforeEach(async () => {
    received = []
    refusing = false
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, answer) => answer(refusing ? new Error('mailbox full') : null),
      onData(stream, session, answer) {
        let raw = ''
        stream.setEncoding('utf8')
        stream.on('data', (part: string) => (raw += part))
        stream.on('end', () => {
          received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw })
          answer()
        })
      },
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()))
  })
  afterEach(() => new Promise<void>((closed) => server.close(() => closed())))

  test('a letter arrives as it was written, accents and all', async () => {
    await smtpMailer(url(), from).send(letter)
    expect(received).toHaveLength(1)
    expect(received[0]!.to).toEqual(['ana@example.org'])
    const mail = await simpleParser(received[0]!.raw)
    expect(mail).toMatchObject({ subject: letter.subject, text: letter.text })
    expect(received[0]!.raw).toMatch(/^From: Sillon <sillon@example\.org>\r?$/m)
  })

  test('a server that refuses makes the letter fail, so that the job tries again', async () => {
    refusing = true
    await expect(smtpMailer(url(), from).send(letter)).rejects.toThrow(/mailbox full/)
    expect(received).toEqual([])
  })

  test('a server that is away makes the letter fail', async () => {
    await expect(smtpMailer('smtp://127.0.0.1:1', from).send(letter)).rejects.toThrow(/ECONNREFUSED/)
  })

  test('a letter of the queue sends no file along, nor what an address answers', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sillon-secret-')), 'secret')
    writeFileSync(file, 'vzkqwx')
    const odd = { ...letter, bcc: 'eve@example.org', attachments: [{ path: file }] }
    await smtpMailer(url(), from).send(odd)
    expect(received[0]!.raw).not.toContain(Buffer.from('vzkqwx').toString('base64'))
    expect(received[0]!.to).toEqual(['ana@example.org'])
    const read = { ...letter, text: { path: file } as unknown as string }
    await expect(smtpMailer(url(), from).send(read)).rejects.toThrow(/File access/)
  })

  test('a subject cannot smuggle another recipient in', async () => {
    await smtpMailer(url(), from).send({ ...letter, subject: 'Bonjour\r\nBcc: eve@example.org' })
    expect(received[0]!.to).toEqual(['ana@example.org'])
    expect(received[0]!.raw).not.toMatch(/^Bcc:/im)
  })
})

describe('without a mail server', () => {
  test('each letter is a file of the outbox, and the log says where', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sillon-outbox-'))
    const lines: string[] = []
    const mailer = outboxMailer(
      join(folder, 'outbox'),
      from,
      pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
    )
    await mailer.send(letter)
    await mailer.send(letter)
    const files = readdirSync(join(folder, 'outbox'))
    expect(files).toHaveLength(2)
    expect(files.every((name) => name.endsWith('.eml'))).toBe(true)
    const mail = await simpleParser(readFileSync(join(folder, 'outbox', files[0]!), 'utf8'))
    expect(mail).toMatchObject({ subject: letter.subject, text: letter.text })
    expect(lines.join()).toContain(files[0])
    expect(lines.join()).not.toContain('invitations/abc')
    rmSync(folder, { recursive: true })
  })
})
