import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { desc, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { checkArchive } from '../../src/archive/checking.ts'
import { backupsIn } from '../../src/archive/queries.ts'
import { newId } from '../../src/platform/id.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { useFolder } from './archives.ts'

const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true })
const here = useFolder()
const folder = () => join(house.source.dataFolder, 'archives')
const page = '/settings/archive'

describe('an administrator', () => {
  test('asks for an archive, sees how far it came, takes it away and removes it', async () => {
    const { administrator } = await settle(house)
    const as = administrator.accountId
    expect((await house.get('/settings', { as })).body).toContain(`href="${page}"`)
    expect((await house.get(page, { as })).body).toContain('Faire une archive')

    const asked = await house.post(page, { once: newId() }, { as })
    expect([asked.status, asked.to]).toEqual([303, page])
    const waiting = await house.get(page, { as })
    expect(waiting.body).toContain(`hx-get="${page}/progress"`)
    expect(waiting.body).not.toContain('Faire une archive')
    await house.db.commit((tx) => [tx.update(jobs).set({ progressDone: 30, progressTotal: 120 })])
    const part = await house.get(`${page}/progress`, { as, htmx: true })
    expect(part.body).toMatch(/^\s*<div class="progress"[^]*max="120" value="30"/)
    expect((await house.get(`${page}/progress`, { as })).to).toBe(page)

    expect(await house.work()).toBe(1)
    const over = await house.get(`${page}/progress`, { as, htmx: true })
    expect(over.headers.get('HX-Redirect')).toBe(page)
    const [made] = await backupsIn(folder())
    const ready = await house.get(page, { as })
    expect(ready.body).toContain(`href="${page}/${made!.file}"`)
    expect(ready.body.replaceAll('<wbr>', '')).toContain(made!.sha256)

    const cookie = await house.cookieOf(as)
    const answer = await fetch(`${house.origin}${page}/${made!.file}`, { headers: { Cookie: cookie } })
    expect(answer.headers.get('Content-Type')).toBe('application/gzip')
    expect(answer.headers.get('Content-Disposition')).toBe(`attachment; filename=${made!.file}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes).toEqual(readFileSync(join(folder(), made!.file)))
    writeFileSync(join(here.path, 'a.tar.gz'), bytes)
    expect((await checkArchive(join(here.path, 'a.tar.gz'), { root })).sha256).toBe(made!.sha256)

    const gone = await house.submit(`${page}/${made!.file}/removal`, { once: newId() }, { as })
    expect(gone.body).not.toContain(made!.file)
    expect(await backupsIn(folder())).toEqual([])
    const told = await house.db.select().from(journal).orderBy(desc(journal.seq)).limit(3)
    expect(told.map(({ what, byAccountId }) => [what, byAccountId])).toEqual([
      ['archive_removed', as],
      ['archive_downloaded', as],
      ['archive_asked', as],
    ])
  })

  test('who asks twice, by a second click or from another window, has one', async () => {
    const { administrator } = await settle(house)
    const as = administrator.accountId
    const once = newId()
    await Promise.all([house.post(page, { once }, { as }), house.post(page, { once }, { as })])
    const again = await house.post(page, { once }, { as })
    expect([again.status, again.to]).toEqual([303, page])
    await house.post(page, { once: newId() }, { as })
    expect(await house.db.$count(jobs, eq(jobs.kind, 'archive.make'))).toBe(1)
  })

  test('is told why none came of it, and may ask again', async () => {
    const { administrator } = await settle(house)
    const as = administrator.accountId
    writeFileSync(folder(), 'a file where the folder should be')
    await house.post(page, { once: newId() }, { as })
    await house.work()
    expect((await house.get(page, { as })).body).toContain('Le dossier n’est pas là')
    await house.db.commit((tx) => [tx.update(jobs).set({ deadAt: house.now, doneAt: null })])
    const dead = await house.get(page, { as })
    expect(dead.body).toContain('La dernière archive n’a pas pu être faite.')
    expect(dead.body).toContain('Faire une archive')
  })

  test('sees the progress of what they asked for, not of another administrator’s', async () => {
    const { administrator } = await settle(house)
    await house.post(page, { once: newId() }, { as: administrator.accountId })
    await house.db.commit((tx) => [tx.update(jobs).set({ requestedById: 'somebody-else' })])
    expect((await house.get(page, { as: administrator.accountId })).body).not.toContain('hx-get="/settings')
  })
})

describe('nobody takes away', () => {
  const names = [
    '..%2f..%2fsillon.db',
    'sillon.db',
    'sillon-20260302T150000Z.tar.gz.json',
    'sillon-20260302T150000Z.tar.gz%00',
    'sillon-2026.tar.gz',
  ]
  test.each(names)('%s, which is no archive', async (name) => {
    const { administrator } = await settle(house)
    const as = administrator.accountId
    mkdirSync(folder())
    for (const file of ['sillon-20260302T150000Z.tar.gz.json', 'sillon-2026.tar.gz'])
      writeFileSync(join(folder(), file), 'x')
    expect((await house.get(`${page}/${name}`, { as })).status).toBeGreaterThanOrEqual(400)
    expect((await house.post(`${page}/${name}/removal`, {}, { as })).status).toBeGreaterThanOrEqual(400)
    expect(readFileSync(join(folder(), 'sillon-2026.tar.gz'), 'utf8')).toBe('x')
  })

  test('an archive that is there, unless they are an administrator', async () => {
    const town = await settle(house)
    const file = 'sillon-20260302T150000Z.tar.gz'
    mkdirSync(folder())
    writeFileSync(join(folder(), file), 'everything')
    for (const place of ['coordinator', 'member', 'leadCarrier'] as const) {
      const as = town[place].accountId
      const answers = [
        await house.get(`${page}/${file}`, { as }),
        await house.post(`${page}/${file}/removal`, {}, { as }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([403, 403])
      expect(answers.some(({ body }) => body.includes('everything'))).toBe(false)
    }
    expect((await house.get(`${page}/${file}`)).status).toBe(404)
    expect((await house.get(`${page}/${file}`, { as: town.administrator.accountId })).body).toBe('everything')
  })
})
