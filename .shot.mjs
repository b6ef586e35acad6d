import { chromium } from 'playwright-core'
import { existsSync } from 'node:fs'
import bundled from '@sparticuz/chromium'
const exe = process.env.CHROMIUM || (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : await bundled.executablePath())
const browser = await chromium.launch({ executablePath: exe, args: ['--headless','--no-sandbox','--disable-gpu','--hide-scrollbars','--lang=fr-CA'], headless: true })
const origin = process.env.ORIGIN || 'http://localhost:4711'
const make = process.argv[2]
const ctx = async (w, scheme) => { const c = await browser.newContext({ baseURL: origin, locale:'fr-CA', colorScheme: scheme, viewport:{width:w,height:900}, reducedMotion:'reduce' }); const p = await c.newPage(); await p.goto('/sign-in'); await p.getByRole('button',{name:'Entrer comme Coordination',exact:true}).click(); await p.waitForURL(origin+'/'); return p }
let p = await ctx(1280,'light')
let url = process.argv[3]
if (make==='make') {
  await p.goto('/reports/new'); await p.screenshot({path:'/tmp/s-new.png',fullPage:true})
  await p.fill('[name=title]','Bilan annuel du réseau'); await p.locator('input[name=sight][value=network]').check(); await p.locator('main form button.primary').click(); await p.waitForURL(/edit/)
  await p.screenshot({path:'/tmp/s-edit.png',fullPage:true}); url = p.url().replace('/edit','').replace(origin,'')
  if (process.env.AS) { await p.selectOption('[name=period]','free'); await p.fill('[name=from]',process.env.FROM); await p.fill('[name=until]',process.env.AS) }
  else { await p.locator('[name=period]').selectOption('fiscal_year') }
  await p.locator('[name=comparison][value=year_before], select[name=comparison]').first().evaluate(()=>0)
  const sel = p.locator('select[name=comparison]'); if (await sel.count()) await sel.selectOption('year_before'); else await p.locator('[name=comparison][value=year_before]').check()
  await p.locator('main form button.primary').first().click(); await p.waitForLoadState()
  console.log(p.url(), await p.locator('.problems, .error').allTextContents())
}
console.log(url)
await p.goto(url); await p.screenshot({path:'/tmp/s-live.png',fullPage:true})
await p.goto(url+'/blocks'); await p.screenshot({path:'/tmp/s-blocks.png',fullPage:true})
await p.goto(url); await p.pdf({path:'/tmp/s.pdf',format:'Letter'}).catch(e=>console.log(e.message))
p = await ctx(390,'light'); await p.goto(url); await p.screenshot({path:'/tmp/s-phone.png',fullPage:true})
p = await ctx(1280,'dark'); await p.goto(url); await p.screenshot({path:'/tmp/s-dark.png',fullPage:true})
await browser.close()
