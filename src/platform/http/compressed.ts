import { constants } from 'node:zlib'
import compression from 'compression'
import type { RequestHandler } from 'express'

/**
 * Packs what browsers can unpack. A page is made for one reader: quickly, brotli's first quality being as small as
 * gzip's sixth. Styles and scripts are kept for a year: well.
 */
export function compressed(how: 'quickly' | 'well'): RequestHandler {
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window } = constants
  const isQuick = how === 'quickly'
  return compression({ level: isQuick ? 4 : 9, brotli: { params: { [quality]: isQuick ? 1 : 9, [window]: 18 } } })
}
