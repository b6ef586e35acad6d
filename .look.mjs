import { chromium } from 'playwright-core'
import bundled from '@sparticuz/chromium'
import { existsSync } from 'node:fs'
const exe = process.env.CHROMIUM || (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : await bundled.executablePath())
const browser = await chromium.launch({ executablePath: exe, args: ['--headless','--no-sandbox','--disable-gpu','--hide-scrollbars','--lang=fr-CA'], headless: true })
const origin = process.env.ORIGIN || 'http://localhost:4711'
const [,, url, w='1280', scheme='light', ys='0', h='1700', media] = process.argv
const c = await browser.newContext({ baseURL: origin, locale:'fr-CA', colorScheme: scheme, viewport:{width:+w,height:+h}, reducedMotion:'reduce' }); const p = await c.newPage()
if (process.env.COOKIE) { await c.addCookies(JSON.parse(process.env.COOKIE)) } else { await p.goto('/sign-in'); await p.getByRole('button',{name:'Entrer comme Coordination',exact:true}).click(); await p.waitForURL(origin+'/') }
if (media) await p.emulateMedia({ media })
await p.goto(url)
let i=0; for (const y of ys.split(',')) { await p.screenshot({path:`/tmp/l${i++}.png`, fullPage:true, clip:{x:0,y:+y,width:+w,height:+h}}) }
if (process.env.PDF) await p.pdf({path:'/tmp/s.pdf',format:'Letter',printBackground:false})
await browser.close()
