import { newId } from '../../src/platform/id.ts'
import { accounts } from '../../src/accounts/tables.ts'
import type { NetworkRole } from '../../src/domain/permissions.ts'
import type { Answer, House } from '../house.ts'

/** An account of the network, straight in the database. */
export async function somebody(house: House, networkRole: NetworkRole): Promise<string> {
  const id = newId()
  await house.db.commit((tx) => [
    tx
      .insert(accounts)
      .values({ id, email: `${id}@exemple.org`, name: networkRole, networkRole, createdAt: house.now }),
  ])
  return id
}

/** Sends a file as the upload page does. */
export async function upload(
  house: House,
  as: string | undefined,
  content: string | Buffer | undefined,
  name = 'liste.csv',
  once = newId(),
): Promise<Answer> {
  const body = new FormData()
  body.set('once', once)
  if (content !== undefined)
    body.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name)
  const cookie = as ? { Cookie: await house.cookieOf(as) } : {}
  const headers = { 'Accept-Language': 'fr-CA', 'Sec-Fetch-Site': 'same-origin', ...cookie }
  const answer = await fetch(`${house.origin}/imports`, { method: 'POST', body, headers, redirect: 'manual' })
  return {
    status: answer.status,
    body: await answer.text(),
    to: answer.headers.get('Location'),
    headers: answer.headers,
  }
}

type Fields = Record<string, string | string[]>

/** What a form of a page would send if nothing on it were touched. */
export function formOf(html: string, action: string): Fields {
  const form = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)]
    .map(([text]) => text)
    .find((text) => text.includes(`action="${action}"`))
  if (!form) throw new Error(`no form for ${action}`)
  const fields: Fields = {}
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')]
    const isLeftOut = (type === 'radio' || type === 'checkbox') && !/\schecked/.test(tag)
    if (name && !isLeftOut) fields[name] = attribute(tag, 'value') ?? (type === 'checkbox' ? 'on' : '')
  }
  for (const [, tag = '', options = ''] of form.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([option]) => option)
    const chosen = all.find((option) => /\sselected/.test(option)) ?? all[0] ?? ''
    fields[attribute(tag, 'name') ?? ''] = attribute(chosen, 'value') ?? ''
  }
  return fields
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

export interface Choices {
  columns?: Fields
  values?: Fields
  sheet?: Fields
  name?: string
}

/** Goes through the wizard, page after page, confirming what is suggested except what is chosen. Ends on the preview. */
export async function prepare(
  house: House,
  as: string,
  content: string | Buffer,
  choices: Choices = {},
): Promise<string> {
  const received = await upload(house, as, content, choices.name)
  if (!received.to) throw new Error(`refused: ${received.status} ${messages(received.body)}`)
  const home = received.to.replace(/\/sheet$/, '')
  let at = received.to
  for (const step of ['sheet', 'columns', 'values'] as const) {
    if (!at.endsWith(step)) continue
    const page = await house.get(at, { as })
    const answer = await house.post(at, { ...formOf(page.body, at), ...choices[step] }, { as })
    if (answer.status !== 303) throw new Error(`${at}: ${answer.status} ${messages(answer.body)}`)
    at = answer.to ?? ''
  }
  return home
}

/** The whole of it: prepared, run, and worked through. Returns the address of the import. */
export async function importing(
  house: House,
  as: string,
  content: string | Buffer,
  choices: Choices = {},
): Promise<string> {
  const home = await prepare(house, as, content, choices)
  await house.post(`${home}/run`, { once: newId() }, { as })
  await house.work()
  return home
}

/** What a page says went wrong. */
const messages = (html: string): string =>
  [...html.matchAll(/class="problem"[\s\S]*?<span>([^<]*)/g)].map(([, text]) => text).join(' ')
