import type { House } from '../house.ts'
import type { Place, Town } from '../town.ts'
import { incidentHere, namedHere, purgeHere } from './kept-here.ts'

/** Every page about personal data, with something on each, and who opens it. */
export async function privacyPages(house: House, town: Town): Promise<[string, Place | 'visitor'][]> {
  const settings = '/settings/privacy'
  const told = { authority: 'CAI', authorityToldOn: '2026-02-21', peopleToldOn: '2026-02-22' }
  await incidentHere(house, 1, { ...told, closedOn: '2026-02-25', data: 'Noms', happenedFrom: '2026-02-18' })
  await incidentHere(house, 2, { isSerious: null })
  await incidentHere(house, 3)
  await purgeHere(house)
  await namedHere(house, 'Personne nommée depuis longtemps', 'personne-nommee')
  const somebody = `${settings}/people/account/${town.leadCarrier.accountId}`
  return [
    ['/privacy', 'visitor'],
    ['/privacy', 'member'],
    ['/goodbye', 'visitor'],
    ['/me/privacy', 'leadCarrier'],
    ['/me/privacy/all', 'leadCarrier'],
    ['/me/privacy/erasure', 'leadCarrier'],
    [settings, 'administrator'],
    [`${settings}/people`, 'administrator'],
    [`${settings}/people?q=porteuse`, 'administrator'],
    [`${settings}/people?q=zzzz`, 'administrator'],
    [somebody, 'administrator'],
    [`${somebody}/all`, 'administrator'],
    [`${settings}/retention`, 'administrator'],
    [`${settings}/retention/links`, 'administrator'],
    [`${settings}/consents`, 'administrator'],
    [`${settings}/incidents`, 'administrator'],
    [`${settings}/incidents/new`, 'administrator'],
    [`${settings}/incidents/1`, 'administrator'],
    [`${settings}/incidents/2`, 'administrator'],
    [`${settings}/incidents/3`, 'administrator'],
    [`${settings}/incidents/3/edit`, 'administrator'],
  ]
}
