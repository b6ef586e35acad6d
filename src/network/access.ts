import type { RequestHandler } from 'express'
import { type Capacity, capacitiesOf, type Deed, may } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { NotAllowed, NotFound } from '../platform/http/refusal.ts'

/** In which capacity somebody does a deed that concerns no initiative. Throws NotAllowed, which says who may. */
export function allowed(deed: Deed, { networkRole }: Viewer): Capacity {
  const permission = may(deed, capacitiesOf(networkRole))
  if (!permission.allowed) throw new NotAllowed(permission.reserved)
  return permission.as
}

/** Pages behind a deed: members are told whom they are for; for visitors they do not exist. */
export function reservedFor(deed: Deed): RequestHandler {
  return ({ viewer }, _res, next) => {
    if (!viewer.networkRole) throw new NotFound()
    allowed(deed, viewer)
    next()
  }
}
