// The process that opens files: it is told what to do in its first argument, is sent the file, and says what it finds.
import { LIMITS } from './limits.ts'
import { picturesOf } from './pictures.ts'
import { sniff } from './sniffing.ts'
import { withoutMetadata } from './stripping.ts'
import { textIn } from './texts.ts'
import { isImage } from './types.ts'
import { type Task, TooLarge, type Word } from './words.ts'

// The house is gone: nobody listens.
process.once('disconnect', () => process.exit(1))

const task = JSON.parse(process.argv[2] ?? '{}') as Task
await answer(task)
process.disconnect?.()
// Rejections of what was given up half-way are nobody's news.
process.exit(0)

async function answer({ fileName, keepsMetadata }: Task): Promise<void> {
  try {
    const bytes = await whole()
    const { mediaType, why } = await sniff(bytes, fileName)
    await say({ told: { mediaType, why } })
    if (!why) {
      if (isImage(mediaType)) await cleaned(bytes, mediaType, keepsMetadata)
      const read = await textIn(bytes, mediaType)
      if (read) await say({ read })
      for await (const { picture, bytes: made } of picturesOf(bytes, mediaType)) await say({ picture, bytes: made })
    }
    await say({ ended: 'whole' })
  } catch (error) {
    await say({ ended: error instanceof TooLarge ? 'too_large' : 'broken' })
  }
}

async function cleaned(bytes: Buffer, mediaType: string, keepsMetadata: boolean): Promise<void> {
  if (keepsMetadata) return
  const stripped = await withoutMetadata(bytes, mediaType)
  if (!stripped.equals(bytes)) await say({ stripped })
}

async function whole(): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of process.stdin) {
    parts.push(part as Buffer)
    size += (part as Buffer).length
    if (size > LIMITS.bytes) throw new TooLarge('the file')
  }
  return Buffer.concat(parts, size)
}

/** Once it is on its way: what follows may end this process. */
function say(word: Word): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  process.send?.(word, (error: Error | null) => (error ? reject(error) : resolve()))
  return promise
}
