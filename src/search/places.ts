import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import type { Translate } from '../platform/i18n/i18n.ts'

export interface Place {
  href: string
  label: string
}

const open = [
  ['/', 'search.place.board'],
  ['/?view=list', 'search.place.list'],
  ['/?view=table', 'search.place.table'],
  ['/actors', 'layout.nav.actors'],
  ['/library', 'layout.nav.library'],
  ['/collections', 'library.collections.title'],
  ['/programmes', 'programmes.list.title'],
  ['/uptake', 'layout.foot.uptake'],
  ['/exports/new', 'exports.new.title'],
  ['/open', 'layout.foot.open'],
  ['/privacy', 'layout.foot.privacy'],
  ['/help', 'layout.nav.help'],
  ['/help/accessibility', 'layout.foot.accessibility'],
] as const
const ofMembers = [
  ['/me', 'layout.nav.me'],
  ['/me/account', 'search.place.account'],
  ['/jobs', 'operation.jobs.title'],
  ['/?who=mine', 'search.place.mine'],
  ['/initiatives/new', 'search.place.new'],
  ['/spotted/new', 'search.place.spot'],
  ['/reports', 'layout.nav.reports'],
] as const
const ofCoordinators = [
  ['/spotted', 'layout.nav.spotted'],
  ['/reports/new', 'reports.new.title'],
  ['/imports', 'layout.nav.imports'],
  ['/settings', 'layout.nav.settings'],
  ['/settings/gates', 'network.gates.title'],
  ['/grids', 'qualification.grids.title'],
  ['/settings/thresholds', 'network.thresholds.title'],
  ['/settings/themes', 'network.themes.title'],
  ['/settings/territories', 'network.territories.title'],
  ['/settings/rates', 'funding.rates.title'],
  ['/settings/people', 'network.settings.people'],
  ['/communications', 'communications.title'],
] as const
const ofAdministrators = [
  ['/settings/network', 'network.network.title'],
  ['/settings/archive', 'archive.title'],
  ['/settings/operation', 'operation.title'],
] as const

/** Pages of the house that this reader may open, by the names that stand on them. */
export function placesFor(viewer: Viewer, t: Translate): Place[] {
  return [
    ...open,
    ...(viewer.networkRole === undefined ? [] : ofMembers),
    ...(isCoordinator(viewer) ? ofCoordinators : []),
    ...(viewer.networkRole === 'administrator' ? ofAdministrators : []),
  ].map(([href, key]) => ({ href, label: t(key) }))
}
