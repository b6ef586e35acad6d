import type { PilotState } from '../../src/domain/pilots.ts'
import { standOf } from '../../src/pilots/versioning.ts'
import { measuring, piloted, planned, versioned } from '../pilots/cycles.ts'
import type { Case } from './initiative-routes.ts'
import { carrying, everybody, type Person } from './people.ts'

const measurers: readonly Person[] = ['supportPartner', ...carrying]
type Fields = Record<string, string>

const onInitiative = (route: string, may: readonly Person[], rest: string, fields?: Fields): Case => ({
  route,
  may,
  ask: (_house, _town, { slug }) => ({ path: `/initiatives/${slug}${rest}`, ...(fields ? { fields } : {}) }),
})

const onPilot = (
  route: string,
  may: readonly Person[],
  rest: string,
  state: PilotState = 'planned',
  fields?: Fields,
): Case => ({
  route,
  may,
  ask: async (house, _town, { id }) => ({
    path: `/pilots/${await piloted(house, id, { state })}${rest}`,
    ...(fields ? { fields } : {}),
  }),
})

const onVersion = (route: string, rest: string, fields?: Fields): Case => ({
  route,
  may: carrying,
  ask: async (house, _town, { id, slug }) => {
    const path = `/initiatives/${slug}/versions/${await versioned(house, id)}${rest}`
    return { path, ...(fields ? { fields } : {}) }
  },
})

const onIndicator = (
  route: string,
  may: readonly Person[],
  rest: (value: string) => string,
  fields?: Fields,
): Case => ({
  route,
  may,
  ask: async (house, _town, { id }) => {
    const one = await measuring(house, id, { values: [{ kind: 'result', value: '3' }] })
    return { path: `/indicators/${one.id}${rest(one.values[0]!)}`, ...(fields ? { fields } : {}) }
  },
})

const stand = String(standOf({ name: 'Prototype d’automne', description: '', since: '2026-01-15' }))
const days = { startsOn: '2026-02-01', endsOn: '2026-03-01' }
const begun = { version: '1', ...days }
const finished = { ...begun, findings: 'Le soir convient mieux.', negativeEffects: 'Du bruit.' }
const plan = { ...days, version: '1', title: 'Trois mois', visibility: 'public' }
const indicator = { name: 'Repas partagés', benefits: 'collective', better: 'more', visibility: 'public' }
const value = { value: '1 234,5', effectiveOn: '2026-02-20' }
const correction = (one: string) => `/values/${one}/correction`
const withdrawal = (one: string) => `/values/${one}/withdrawal`

/** Every route about pilots and what they measure. Those that are asked about are known to whoever sees the initiative. */
export const pilotCases: Case[] = [
  onInitiative('GET /initiatives/:slug/pilots/new', carrying, '/pilots/new'),
  onInitiative('POST /initiatives/:slug/pilots', carrying, '/pilots', planned()),
  onInitiative('GET /initiatives/:slug/versions/new', carrying, '/versions/new'),
  onInitiative('POST /initiatives/:slug/versions', carrying, '/versions', { name: 'Prototype', since: '2026-02-01' }),
  onVersion('GET /initiatives/:slug/versions/:id/edit', '/edit'),
  onVersion('POST /initiatives/:slug/versions/:id', '', { name: 'Prototype', since: '2026-02-01', version: stand }),
  onVersion('GET /initiatives/:slug/versions/:id/withdrawal', '/withdrawal'),
  onVersion('POST /initiatives/:slug/versions/:id/withdrawal', '/withdrawal', {}),
  onInitiative('GET /initiatives/:slug/indicators/new', measurers, '/indicators/new'),
  onInitiative('POST /initiatives/:slug/indicators', measurers, '/indicators', indicator),
  onPilot('GET /pilots/:id', everybody, ''),
  onPilot('GET /pilots/:id/edit', carrying, '/edit'),
  onPilot('POST /pilots/:id', carrying, '', 'planned', plan),
  onPilot('GET /pilots/:id/begin', carrying, '/begin'),
  onPilot('POST /pilots/:id/begin', carrying, '/begin', 'planned', begun),
  onPilot('GET /pilots/:id/finish', carrying, '/finish', 'running'),
  onPilot('POST /pilots/:id/finish', carrying, '/finish', 'running', finished),
  onPilot('GET /pilots/:id/give-up', carrying, '/give-up'),
  onPilot('POST /pilots/:id/give-up', carrying, '/give-up', 'planned', { version: '1', reason: 'Plus de local.' }),
  onIndicator('GET /indicators/:id', everybody, () => ''),
  onIndicator('GET /indicators/:id/edit', measurers, () => '/edit'),
  onIndicator('POST /indicators/:id', measurers, () => '', { ...indicator, version: '1' }),
  onIndicator('GET /indicators/:id/withdrawal', measurers, () => '/withdrawal'),
  onIndicator('POST /indicators/:id/withdrawal', measurers, () => '/withdrawal', {}),
  onIndicator('GET /indicators/:id/values/new', measurers, () => '/values/new'),
  onIndicator('POST /indicators/:id/values', measurers, () => '/values', { ...value, kind: 'result' }),
  onIndicator('GET /indicators/:id/values/:value/correction', measurers, correction),
  onIndicator('POST /indicators/:id/values/:value/correction', measurers, correction, value),
  onIndicator('GET /indicators/:id/values/:value/withdrawal', measurers, withdrawal),
  onIndicator('POST /indicators/:id/values/:value/withdrawal', measurers, withdrawal, {}),
]
