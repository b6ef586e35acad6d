import { type Described, dublinCore } from '../documents/dublin-core.ts'

export interface FeedOf {
  title: string
  /** Public address of the house, without a final slash. */
  url: string
  /** The addresses of the feed and of the list, filter included, from the house on. */
  feed: string
  list: string
  language: string
  /** The latest change of what is in it; when there is nothing, when the network began to have a library is not known: now. */
  updated: Date
}

/** What is listed, as an Atom feed (RFC 4287): addresses are absolute, and each entry keeps its own for ever. */
export async function atom(
  entries: readonly (Described & { changedAt: Date; createdAt: Date })[],
  about: FeedOf,
): Promise<string> {
  const { Feed } = await import('feed')
  const { title, url, feed: own, list, language, updated } = about
  const feed = new Feed({
    id: `${url}${own}`,
    title,
    link: `${url}${list}`,
    feedLinks: { atom: `${url}${own}` },
    language,
    updated,
    copyright: '',
    generator: 'Sillon',
  })
  for (const entry of entries) {
    const said = dublinCore(entry, url)
    feed.addItem({
      id: said.identifier,
      link: said.identifier,
      title: plain(said.title),
      description: plain(said.description),
      date: entry.changedAt,
      published: entry.createdAt,
      author: said.creator.map((name) => ({ name: plain(name) })),
      category: [said.type, ...said.subject].map((name) => ({ name: plain(name), term: plain(name) })),
      copyright: said.rights,
    })
  }
  return feed.atom1()
}

// XML 1.0 has no place for most control characters, however they are written.
// oxlint-disable-next-line no-control-regex -- these are what is taken away
const plain = (text: string) => text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
