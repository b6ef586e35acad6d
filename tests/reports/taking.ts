import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'

export interface Taken {
  status: number
  headers: Headers
  bytes: Buffer
}

/** Downloads a file as a browser does. */
export async function taken(
  house: House,
  path: string,
  { as, language = 'fr-CA', method = 'GET' }: { as?: string | undefined; language?: string; method?: string } = {},
): Promise<Taken> {
  const cookie = as ? { Cookie: await house.cookieOf(as) } : {}
  const headers = { 'Accept-Language': language, 'Sec-Fetch-Site': 'same-origin', ...cookie }
  const answer = await fetch(house.origin + path, { headers, method, redirect: 'manual' })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

/** A report with all sections of its template, published as its first version. Returns the end of its address. */
export async function published(
  house: House,
  as: string,
  { title = '=Bilan', sight = 'network', template = 'year', actor = '' } = {},
): Promise<string> {
  const begun = await house.post(
    '/reports',
    { title, template, sight, actor, fiscalStart: '04-01', once: key() },
    { as },
  )
  const slug = begun.to!.split('/')[2]!
  const done = await house.post(`/reports/${slug}/versions`, { version: '1', once: key() }, { as })
  if (done.status !== 303) throw new Error(`not published: ${done.status}`)
  return slug
}
