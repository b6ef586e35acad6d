import { folded } from './db/sql.ts'

/** The part of an address that a name makes: letters and digits without accents, joined by hyphens; at most 80. */
export function slugOf(name: string): string {
  return (
    folded(name)
      .replaceAll(' ', '-')
      .replace(/[^a-z0-9-]/g, '')
      .slice(0, 80)
      .replace(/^-+|-+$/g, '') || 'x'
  )
}
