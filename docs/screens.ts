// `npm run screens`: opens the demo on a folder of its own and takes pictures of its pages, for the documentation and
// for the eye. `npm run screens board me` takes those alone. CHROMIUM names another browser than the one npm brought.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import bundled from '@sparticuz/chromium'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const root = resolve(import.meta.dirname, '..')
const folder = join(root, 'docs', 'screens')
const TALLEST = 2000
const HEAVIEST = 280_000

interface Picture {
  name: string
  path: string
  /** Name of a demo account; a visitor when it is left out. */
  as?: string
  /** What is done on the page before the picture is taken. */
  first?: (page: Page) => Promise<void>
  /** A part of the page, when it is not the page's top that is to be seen. */
  part?: string
}

const carrier = 'Porteuse, équipe Paniers du Nord'
const school = '/initiatives/equipe-cantine-des-ecoles'
const pictures: Picture[] = [
  { name: 'board', path: '/', as: 'Coordination' },
  { name: 'list', path: '/?view=list', as: 'Coordination' },
  { name: 'table', path: '/?view=table', as: 'Coordination' },
  { name: 'initiative', path: '/initiatives/equipe-paniers-du-nord', as: carrier },
  {
    name: 'move-refused',
    path: '/initiatives/equipe-paniers-du-nord/moves/new?to=feedback',
    as: carrier,
    first: submitted,
  },
  { name: 'ended', path: '/initiatives/equipe-cuisine-de-gare' },
  { name: 'spotted', path: '/spotted', as: 'Coordination' },
  { name: 'actor', path: '/actors/pole-d-economie-sociale-des-laurentides', as: 'Coordination' },
  { name: 'library', path: '/library?q=village', as: carrier },
  { name: 'document', path: '/library?q=bilan', as: carrier, first: openedFirst },
  { name: 'attach', path: '/initiatives/equipe-paniers-du-nord/documents/new?code=M4', as: carrier },
  { name: 'dossier', path: '/initiatives/equipe-paniers-du-nord/dossier', as: carrier },
  { name: 'pilot', path: school, as: 'Coordination', first: openedPilot },
  { name: 'indicator', path: school, as: 'Coordination', first: openedIndicator },
  { name: 'feedback-form', path: school, as: 'Coordination', first: openedForm },
  { name: 'results', path: school, as: 'Coordination', first: openedResults },
  { name: 'loop', path: school, as: 'Coordination', part: '#loop' },
  { name: 'adopt', path: '/initiatives/cafelaboquartiers-rencontres-itinerantes/adopt' },
  { name: 'uptake', path: '/uptake', as: 'Coordination' },
  { name: 'report', path: '/reports', as: 'Coordination', first: publishedFirst },
  { name: 'me', path: '/me', as: carrier },
  { name: 'gates', path: '/settings/gates', as: 'Coordination' },
  { name: 'imports', path: '/imports', as: 'Coordination' },
  { name: 'empty-demo', path: '/settings/demo', as: 'Administration' },
  { name: 'privacy', path: '/settings/privacy', as: 'Administration' },
  { name: 'my-privacy', path: '/me/privacy', as: carrier },
  { name: 'help', path: '/help' },
  { name: 'sign-in', path: '/sign-in' },
]

const variants = [
  { suffix: '', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { suffix: '-dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { suffix: '-phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { suffix: '-phone-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const

async function submitted(page: Page) {
  await page.locator('main form[method="post"] button.primary').first().click()
  await page.waitForLoadState()
}

async function openedFirst(page: Page) {
  await page.locator('main a[href^="/documents/"]').first().click()
  await page.waitForLoadState()
}

async function publishedFirst(page: Page) {
  await page.locator('main a[href*="/versions/"]').first().click()
  await page.waitForLoadState()
}

async function openedPilot(page: Page) {
  await followed(page, '#pilots a[href^="/pilots/"]')
}

async function openedIndicator(page: Page) {
  await followed(page, '#indicators a[href^="/indicators/"]')
}

/** As it opens by a link, to whoever has it: from the running pilot, the last of its list. */
async function openedForm(page: Page) {
  const pilot = await page.locator('#pilots a[href^="/pilots/"]').last().getAttribute('href')
  await page.goto(`${pilot}/links`)
  await followed(page, 'main a[href*="/f/"]')
}

async function openedResults(page: Page) {
  const pilot = await page.locator('#pilots a[href^="/pilots/"]').last().getAttribute('href')
  await page.goto(`${pilot}`)
  await followed(page, '#results a[href$="/feedback"]')
}

async function followed(page: Page, link: string) {
  const to = await page.locator(link).first().getAttribute('href')
  if (!to) throw new Error(`${link} leads nowhere`)
  await page.goto(to)
}

const wanted = process.argv.slice(2)
const data = mkdtempSync(join(tmpdir(), 'sillon-screens-'))
const origin = `http://localhost:${await freePort()}`
const server = spawn(process.execPath, [join(root, 'src', 'main.ts')], {
  env: { ...process.env, SILLON_DATA: data, SILLON_DEMO: '1', PORT: new URL(origin).port, LOG_LEVEL: 'error' },
  stdio: ['ignore', 'ignore', 'inherit'],
})
try {
  await untilReady()
  await takePictures()
} finally {
  server.kill()
  rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

async function untilReady() {
  for (let tries = 0; tries < 150; tries++) {
    const ready = await fetch(`${origin}/readyz`).catch(() => undefined)
    if (ready?.ok) return
    await new Promise((later) => setTimeout(later, 200))
  }
  throw new Error('the demo did not start')
}

async function takePictures() {
  mkdirSync(folder, { recursive: true })
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--lang=fr-CA']
  const browser = await chromium.launch({ executablePath: await executable(), args, headless: true })
  let total = 0
  for (const { suffix, colorScheme, viewport } of variants) {
    const contexts = new Map<string, BrowserContext>()
    for (const { name, path, as = '', first, part } of pictures) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      const settings = {
        baseURL: origin,
        locale: 'fr-CA',
        timezoneId: 'America/Toronto',
        reducedMotion: 'reduce',
      } as const
      const context = contexts.get(as) ?? (await browser.newContext({ ...settings, colorScheme, viewport }))
      const page = await context.newPage()
      if (as && !contexts.has(as)) await enter(page, as)
      contexts.set(as, context)
      await page.goto(path)
      await first?.(page)
      const file = join(folder, `${name}${suffix}.png`)
      total += await taken(page, file, viewport.width, part)
      await page.close()
    }
    for (const context of contexts.values()) await context.close()
  }
  await browser.close()
  process.stdout.write(`${(total / 1e6).toFixed(1)} MB in ${folder}\n`)
}

async function enter(page: Page, name: string) {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: `Entrer comme ${name}`, exact: true }).click()
  await page.waitForURL(`${origin}/`)
}

/** The whole page, or its upper part: until the picture is light enough. Returns its size in bytes. */
async function taken(page: Page, file: string, width: number, part?: string): Promise<number> {
  const whole = await page.evaluate<number>('document.documentElement.scrollHeight')
  if (part) {
    await page.setViewportSize({ width, height: whole })
    await page.locator(part).screenshot({ path: file, animations: 'disabled' })
    return statSync(file).size
  }
  for (let height = Math.min(whole, TALLEST); ; height = Math.round(height * 0.85)) {
    // What is fixed to the window's edge is drawn at the picture's.
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: file, animations: 'disabled' })
    const { size } = statSync(file)
    if (size <= HEAVIEST || height < 500) return size
  }
}

async function executable(): Promise<string> {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  return bundled.executablePath()
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })
}
