import type { Held } from './queries.ts'

// Bytes that a name may take in the file systems people unpack to, less what a folder and a number need.
const LONGEST = 140
// What makes a path, what Windows forbids, what is not seen, and what turns the reading direction round.
// oxlint-disable-next-line no-control-regex -- these are the characters to be taken out
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff<>:"/\\|?*]/g

/** Where each document goes: `documents/01 – title.ext`. The number makes it unlike any other. */
export function pathsFor(held: readonly Pick<Held, 'title' | 'fileName'>[]): string[] {
  const digits = Math.max(2, String(held.length).length)
  return held.map(({ title, fileName }, n) => {
    const extension = /\.[a-z0-9]{1,8}$/i.exec(fileName.trim())?.[0].toLowerCase() ?? ''
    return `documents/${String(n + 1).padStart(digits, '0')} – ${safe(title) || 'x'}${extension}`
  })
}

function safe(title: string): string {
  let name = ''
  for (const character of title.toWellFormed().normalize('NFC').replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim()) {
    if (Buffer.byteLength(name + character) > LONGEST) break
    name += character
  }
  return name.replace(/^[. ]+|[. ]+$/g, '')
}
