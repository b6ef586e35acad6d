import type { Snapshot } from './snapshot.ts'

/** Throws Unavailable when the database is not there. */
export async function openSnapshot(url: string): Promise<Snapshot> {
  if (url.startsWith('postgres')) return (await import('./snapshot-postgresql.ts')).openSnapshot(url)
  return (await import('./snapshot-sqlite.ts')).openSnapshot(url.replace(/^sqlite:/, ''))
}

/** A snapshot for one question. */
export async function glimpsed<T>(url: string, body: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const snapshot = await openSnapshot(url)
  try {
    return await body(snapshot)
  } finally {
    await snapshot.close()
  }
}
