import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { keptForAll } from '../platform/http/keeping.ts'
import { linked } from '../platform/http/linked.ts'
import { wordsFor } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { isLocale } from '../platform/i18n/locales.ts'
import { type About, givingPackage } from './giving.ts'
import { LICENCE } from './licence.ts'
import { awards } from './reading.ts'
import { type PaymentWords, scdlText } from './scdl.ts'
import { survey } from './survey.ts'

/** `/open`: what a network gives away. The files are the same for everybody, whoever asks and in whatever language. */
export function routes(floor: Floor): Router {
  const router = Router()
  const { db, url } = floor

  router.get('/open', async (req, res) => {
    const main = await floor.main(req, 'awards/open-main', async () => ({
      ...(await survey(db, req.today)),
      licence: LICENCE,
      today: req.today,
    }))
    floor.page(res, 'awards/open', { main, jsonLd: linked(dataset(req)) })
  })

  function dataset(req: Request) {
    const { t } = wordsFor(req, floor.network.get().timeZone)
    const file = (name: string, encodingFormat: string) => ({
      '@type': 'DataDownload',
      contentUrl: `${url}/open/${name}`,
      encodingFormat,
    })
    return {
      '@type': 'Dataset',
      '@id': `${url}/open`,
      url: `${url}/open`,
      name: t('awards.title_of', { network: floor.network.get().name }),
      description: t('awards.lead'),
      license: LICENCE,
      isAccessibleForFree: true,
      creator: { '@type': 'Organization', name: floor.network.get().name, url },
      distribution: [file('360giving.json', 'application/json'), file('scdl.csv', 'text/csv')],
    }
  }

  router.get('/open/360giving.json', async (req, res) => {
    const about = aboutFor(floor, req.today)
    const file = await givingPackage(awards(db, req.today), about)
    if (!file) throw new NotFound()
    await given(req, res, file, 'application/json; charset=utf-8')
  })

  router.get('/open/scdl.csv', async (req, res) => {
    const file = scdlText(awards(db, req.today), paymentWords(floor), req.today)
    await given(req, res, file, 'text/csv; charset=utf-8; header=present')
  })

  /** As fast as it is taken. One that cannot be finished is broken off, so that nobody takes it for a whole one. */
  async function given(req: Request, res: Response, file: AsyncGenerator<string>, type: string) {
    res.set('Content-Type', type)
    res.set('Cache-Control', keptForAll(res, 600))
    res.set('Access-Control-Allow-Origin', '*')
    if (floor.network.get().isDemo) res.set('X-Robots-Tag', 'noindex')
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    try {
      await pipeline(Readable.from(file), res)
    } catch (error) {
      res.destroy()
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
        floor.log.error({ request: req.id, err: error }, 'open data')
      }
    }
  }
  return router
}

// In the network's own language: a file that is kept does not change with who asks first.
function ownWords({ network }: Floor) {
  const { locale, timeZone } = network.get()
  return wordsFor({ locale: isLocale(locale) ? locale : 'fr-CA' }, timeZone).t
}

function aboutFor(floor: Floor, today: string): About {
  const t = ownWords(floor)
  const { name, isDemo } = floor.network.get()
  return {
    url: floor.url,
    title: t('awards.title_of', { network: name }),
    description: t(isDemo ? 'awards.description_demo' : 'awards.description'),
    publisher: name,
    today,
    words: { paid: t('awards.words.paid'), returned: t('awards.words.returned') },
  }
}

// SCDL is a standard in French.
function paymentWords({ network }: Floor): PaymentWords {
  const { t } = wordsFor({ locale: 'fr-FR' }, network.get().timeZone)
  return {
    autre: () => t('awards.payments.unsaid'),
    unique: () => t('awards.payments.once'),
    échelonné: (count) => t('awards.payments.several', { count }),
  }
}
