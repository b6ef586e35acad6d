import type { Database } from '../../src/platform/db/database.ts'

/** A house whose secret comes of an address, so that playing the demo leaves no file behind. */
export const sealedHouse = (db: Database) => ({ db, dataFolder: '', databaseUrl: 'postgresql://demo' })
