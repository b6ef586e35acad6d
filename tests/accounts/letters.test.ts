import { text } from 'node:stream/consumers'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { expect, test } from 'vitest'
import { sendSignInLink } from '../../src/accounts/letters.ts'
import { smtpMailer } from '../../src/platform/mail/mail.ts'
import { useHouse } from '../house.ts'
import { someone } from './people-here.ts'

const house = useHouse()

test('A link crosses a real mail server whole, accents and all, and signs in', async () => {
  const received: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void text(stream)
        .then((raw) => simpleParser(raw))
        .then((mail) => received.push(mail))
        .then(() => done(), done)
    },
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  const { port } = server.server.address() as { port: number }

  await someone(house, 'marie@example.org', { name: 'Voisine-Là Première' })
  const mailer = smtpMailer(`smtp://127.0.0.1:${port}`, 'Sillon <sillon@example.org>')
  const asked = { email: 'marie@example.org', locale: 'fr-CA', landing: '/actors', url: house.origin }
  await sendSignInLink({ db: house.db, mailer })(asked as never, house.now, {
    id: 'letter',
    reached: () => Promise.resolve(),
  })
  await new Promise<void>((closed) => {
    server.close(closed)
  })

  const [mail] = received
  expect(mail?.subject).toBe('Votre lien de connexion à Sillon')
  expect(mail?.text).toContain('Bonjour Voisine-Là Première,')
  const link = mail?.text?.match(/http:\/\/127\.0\.0\.1:\d+(\/sign-in\/[\w-]{43})\s/)?.[1] ?? ''
  expect(await house.post(link, {})).toMatchObject({ status: 303, to: '/actors' })
})
