import { join } from 'node:path'
import { type RequestHandler, Router, static as files } from 'express'

const KEPT = { immutable: true, maxAge: '1y', index: false, redirect: false, fallthrough: true } as const

// Straight from the locked packages: nothing is copied into the project.
const vendor: Record<string, string> = {
  'htmx.js': 'htmx.org/dist/htmx.min.js',
  'tus.js': 'tus-js-client/dist/tus.min.js',
  'sortable.js': 'sortablejs/Sortable.min.js',
  'source-sans-3.woff2': '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
  'source-sans-3-ext.woff2': '@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2',
}

/** The stylesheet, the script, the icons, and the few files that packages bring. Addresses carry a hash. */
export function assets(root: string): RequestHandler {
  const router = Router()
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'public, max-age=31536000, immutable')
    next()
  })
  router.get('/vendor/:name', (req, res, next) => {
    const { name } = req.params
    const file = Object.hasOwn(vendor, name) ? vendor[name] : undefined
    if (!file) return next()
    res.sendFile(join(root, 'node_modules', file), { cacheControl: false, acceptRanges: false })
  })
  router.use(files(join(root, 'public'), KEPT))
  return router
}
