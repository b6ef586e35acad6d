import { existsSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import bundled from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { House } from '../house.ts'

export interface Opening {
  /** An account id; a visitor when it is left out. */
  as?: string
  theme?: 'light' | 'dark'
  viewport?: { width: number; height: number }
  /** Whether scripts run. */
  javaScript?: boolean
  locale?: string
  /** Further settings of the browser's context. */
  context?: BrowserContextOptions
}

export const phone = { width: 390, height: 844 }
export const desk = { width: 1280, height: 900 }

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real browser on the house of these tests; what it opens is closed after each. */
export function useBrowser(house: House) {
  let browser: Browser
  const opened: { close(): Promise<void> }[] = []
  const faults: string[] = []

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: await executable(), args, headless: true })
  })
  afterEach(async () => {
    for (const context of opened.splice(0)) await context.close()
    expect(faults.splice(0)).toEqual([])
  })
  afterAll(() => browser.close())

  return {
    /** Opens an address of the house. A script that fails, or that the CSP stops, fails the test. */
    async open(path: string, opening: Opening = {}): Promise<Page> {
      const { as, theme = 'light', viewport = desk, javaScript = true, locale = 'fr-CA' } = opening
      const context = await browser.newContext({
        baseURL: house.origin,
        colorScheme: theme,
        viewport,
        javaScriptEnabled: javaScript,
        locale,
        // Contrast is measured on what stands still.
        reducedMotion: 'reduce',
        ...opening.context,
      })
      opened.push(context)
      if (as) {
        const [name = '', value = ''] = (await house.cookieOf(as)).split('=')
        await context.addCookies([{ name, value, url: house.origin, httpOnly: true, sameSite: 'Lax' }])
      }
      // Not a promise of the house: it only ends what would never come.
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      page.on('pageerror', (error) => faults.push(`${path}: ${error.message}`))
      page.on('console', (said) => {
        // An answer such as 422 is also said on the console, and is what is tested.
        const isFault = said.type() === 'error' && !said.text().startsWith('Failed to load resource')
        if (isFault) faults.push(`${path}: ${said.text()}`)
      })
      await page.goto(path)
      return page
    },
  }
}

// CHROMIUM names one; else the one npm brought; else the system's.
async function executable(): Promise<string> {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  return bundled.executablePath()
}

/** WCAG 2.2 AA and what axe calls best practice, without exception. */
export async function expectAccessible(page: Page) {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }))
  expect(found).toEqual([])
}

/** Nothing sticks out to the side: the page can be read at this width by scrolling down only (WCAG 1.4.10). */
export async function expectNoSideways(page: Page) {
  const { scroll, client } = await page.evaluate<{ scroll: number; client: number }>(
    '({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth })',
  )
  expect(scroll).toBeLessThanOrEqual(client)
}
