import { holdsSecret } from '../platform/http/secret-paths.ts'

/** The path that a form or an address asks to go to, if it is one of this site; otherwise the board. */
export function localPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted) || wanted.length > 500) return '/'
  try {
    const { origin, pathname, search, hash } = new URL(wanted, 'http://here.invalid')
    const path = pathname + search + hash
    return origin === 'http://here.invalid' && !path.startsWith('//') ? path : '/'
  } catch {
    return '/'
  }
}

/** The same, but never one that lets in whoever holds it: what is written down for later must not hold one. */
export function localPathToKeep(wanted: unknown): string {
  const path = localPath(wanted)
  return holdsSecret(path) ? '/' : path
}
