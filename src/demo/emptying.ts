import { ne } from 'drizzle-orm'
import { accounts, tokens } from '../accounts/tables.ts'
import { actors } from '../actors/tables.ts'
import { originalThresholds } from '../domain/ages.ts'
import { communications } from '../communications/tables.ts'
import { exchangeRates } from '../funding/tables.ts'
import { importMappings, imports } from '../imports/tables.ts'
import { initiativeCounts, initiatives } from '../initiatives/tables.ts'
import { collections } from '../library/tables.ts'
import type { Network } from '../network/queries.ts'
import { networkSet } from '../network/steps.ts'
import { gateVersions, network, territories, themes } from '../network/tables.ts'
import type { Writer } from '../platform/db/database.ts'
import { incidents } from '../privacy/tables.ts'
import { grids } from '../qualification/tables.ts'
import { programmes } from '../programmes/tables.ts'
import { reports } from '../reports/tables.ts'
import { jobs } from '../platform/jobs/tables.ts'

/** Steps that take away everything but the journal and the network's own row, what points at others first. */
export function rowsTakenAway(tx: Writer, keepsPlaces: boolean) {
  return [
    tx.delete(reports),
    tx.delete(communications),
    tx.delete(incidents),
    tx.delete(initiatives),
    tx.delete(grids),
    tx.delete(programmes),
    tx.delete(exchangeRates),
    tx.delete(collections),
    // Counts of nothing.
    tx.delete(initiativeCounts),
    tx.delete(actors),
    tx.delete(imports),
    tx.delete(importMappings),
    tx.delete(tokens),
    tx.delete(accounts),
    tx.delete(gateVersions),
    ...(keepsPlaces ? [] : [tx.delete(themes), tx.delete(territories)]),
    tx.delete(jobs),
  ]
}

export function lettersForgotten(tx: Writer) {
  return tx.delete(jobs).where(ne(jobs.kind, 'document.read'))
}

/** As if the demo had never begun. */
export function forgotten(tx: Writer) {
  return [...rowsTakenAway(tx, false), tx.delete(network)]
}

/** The row stays, so that the demo does not come back at the next start. */
export function networkReset(tx: Writer, current: Network) {
  return networkSet(tx, current, {
    name: 'Sillon',
    introduction: '',
    privacyOfficer: '',
    thresholds: originalThresholds,
    isDemo: false,
  })
}
