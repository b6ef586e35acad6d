import { linked } from '../platform/http/linked.ts'
import type { Edition, Programme, ProgrammeSeen } from './queries.ts'

/** Public programmes as a schema.org ItemList: unlike a board that is filtered, a list that lasts. */
export function linkedList(seen: readonly ProgrammeSeen[], url: string): string {
  const open = seen.filter(({ programme }) => programme.visibility === 'public')
  return linked({
    '@type': 'ItemList',
    itemListElement: open.map(({ programme }, n) => ({
      '@type': 'ListItem',
      position: n + 1,
      name: programme.name,
      url: `${url}/programmes/${programme.slug}`,
    })),
  })
}

/** A public programme as an EventSeries of its editions; undefined for what is for the network. */
export function linkedProgramme({ programme, editions }: ProgrammeSeen, url: string): string | undefined {
  if (programme.visibility !== 'public') return undefined
  return linked({ ...series(programme, url), subEvent: editions.map((edition) => held(edition, url)) })
}

/** An edition of a public programme as an Event. */
export function linkedEdition(programme: Programme, edition: Edition, url: string): string | undefined {
  if (programme.visibility !== 'public') return undefined
  return linked({ ...held(edition, url), superEvent: series(programme, url) })
}

function series({ slug, name, description }: Programme, url: string) {
  return {
    '@type': 'EventSeries',
    '@id': `${url}/programmes/${slug}`,
    url: `${url}/programmes/${slug}`,
    name,
    ...(description ? { description: description.slice(0, 500) } : {}),
  }
}

function held({ slug, name, theme, startsOn, endsOn }: Edition, url: string) {
  return {
    '@type': 'Event',
    '@id': `${url}/editions/${slug}`,
    url: `${url}/editions/${slug}`,
    name,
    ...(theme ? { about: theme } : {}),
    startDate: startsOn,
    ...(endsOn ? { endDate: endsOn } : {}),
  }
}
