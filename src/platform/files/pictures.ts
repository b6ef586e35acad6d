import sharp, { type Sharp } from 'sharp'
import { LIMITS, WIDTHS } from './limits.ts'
import { pdfPages } from './pdf.ts'
import { isImage } from './types.ts'
import { TooLarge } from './words.ts'

sharp.cache(false)
sharp.concurrency(1)

export interface Picture {
  picture: 'thumbnail' | 'preview'
  bytes: Buffer
}

/** What pages show of a file, made anew as WebP: a small picture, and the first pages or the picture itself. */
export async function* picturesOf(bytes: Buffer, mediaType: string): AsyncGenerator<Picture> {
  if (isImage(mediaType) && !undrawn.has(mediaType)) yield* both(await drawn(bytes))
  if (mediaType !== 'application/pdf') return
  let isFirst = true
  for await (const page of pdfPages(bytes)) {
    if (isFirst) yield await thumbnail(sharp(page))
    isFirst = false
    yield await preview(sharp(page))
  }
}

/** Vectors that could act, and pictures that no free library here draws. */
const undrawn = new Set(['image/svg+xml', 'image/heic', 'image/bmp'])

async function drawn(bytes: Buffer): Promise<() => Sharp> {
  const open = () =>
    sharp(bytes, { limitInputPixels: LIMITS.pixels, failOn: 'error', sequentialRead: true }).autoOrient()
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (width * height > LIMITS.pixels) throw new TooLarge('the picture')
  return open
}

async function* both(open: () => Sharp): AsyncGenerator<Picture> {
  yield await thumbnail(open())
  yield await preview(open())
}

const thumbnail = async (picture: Sharp): Promise<Picture> => ({
  picture: 'thumbnail',
  bytes: await picture
    .resize({ width: WIDTHS.thumbnail, height: WIDTHS.thumbnail, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 72, effort: 2 })
    .toBuffer(),
})

const preview = async (picture: Sharp): Promise<Picture> => ({
  picture: 'preview',
  bytes: await picture
    .resize({ width: WIDTHS.preview, height: 4 * WIDTHS.preview, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 72, effort: 2 })
    .toBuffer(),
})
