import { and, eq } from 'drizzle-orm'
import { exactlyOne, type Writer } from '../platform/db/database.ts'
import { Stale } from '../platform/http/refusal.ts'
import type { Indicator } from './indicators.ts'
import type { Pilot } from './parts.ts'
import { indicators, pilots } from './tables.ts'

/** A change of a pilot that was decided on what was read: it stands only if that is still the version. Throws Stale. */
export function pilotChanged(tx: Writer, { id, version }: Pilot, set: Partial<Pilot>, at: Date) {
  return exactlyOne(
    tx
      .update(pilots)
      .set({ ...set, version: version + 1, changedAt: at })
      .where(and(eq(pilots.id, id), eq(pilots.version, version)))
      .returning({ id: pilots.id }),
    () => new Stale([], version),
  )
}

/** The same of an indicator. */
export function indicatorChanged(tx: Writer, { id, version }: Indicator, set: Partial<Indicator>) {
  return exactlyOne(
    tx
      .update(indicators)
      .set({ ...set, version: version + 1 })
      .where(and(eq(indicators.id, id), eq(indicators.version, version)))
      .returning({ id: indicators.id }),
    () => new Stale([], version),
  )
}
