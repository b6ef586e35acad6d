import { beforeEach, expect, test } from 'vitest'
import { uploads } from '../../src/uploads/tables.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { queued } from '../../src/platform/jobs/queued.ts'
import { worker } from '../../src/platform/jobs/worker.ts'
import { logger } from '../../src/platform/log.ts'
import { useDatabase } from '../database.ts'

const context = useDatabase()
const lines: string[] = []
const log = logger('info', { write: (line: string) => void lines.push(line) })
const at = new Date('2026-03-02T15:00:00Z')
beforeEach(() => void (lines.length = 0))

test('a statement that fails is logged without what was to be written', async () => {
  const words = 'Marie\nparams: a\n    at Tremblay'
  const row = { id: 'a', accountId: 'nobody', file: words, fileName: words, size: 1, receivedAt: at }
  const failed = await context.db
    .commit((tx) => [tx.insert(uploads).values(row)])
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  log.error({ err: failed }, 'bug')
  expect(lines.join('')).toMatch(/foreign key/i)
  expect(lines.join('')).toContain('session.ts')
  expect(lines.join('')).not.toMatch(/Marie|Tremblay|nobody/)
})

test('a letter that is refused leaves no address, neither in the log nor with the job', async () => {
  const refused = new Error('Message failed: 550 5.1.1 <marie@example.org>: no such mailbox')
  Object.assign(refused, { code: 'EENVELOPE', rejected: ['marie@example.org'], response: '550 <marie@example.org>' })
  await context.db.commit((tx) => [queued(tx, 'write', {}, at)])
  await worker({ db: context.db, clock: { now: () => at }, log }, { write: () => Promise.reject(refused) }).drain()
  const [job] = await context.db.select().from(jobs)
  for (const said of [lines.join(''), job!.error ?? '']) {
    expect(said).toContain('no such mailbox')
    expect(said).not.toContain('marie')
  }
  expect(lines.join('')).toContain('EENVELOPE')
})
