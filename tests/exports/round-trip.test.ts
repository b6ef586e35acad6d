import { describe, expect, test } from 'vitest'
import { formats } from '../../src/exports/formats.ts'
import { shapes } from '../../src/exports/schema.ts'
import { findImport, rowCounts } from '../../src/imports/queries.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { eq } from 'drizzle-orm'
import { useHouse } from '../house.ts'
import { importing, somebody } from '../imports/wizard.ts'
import { settle } from '../town.ts'
import { portfolio } from './portfolio.ts'
import { taken, told, withPlaces } from './taking.ts'

describe('what is exported is imported elsewhere by confirming what the wizard suggests', () => {
  const [house, elsewhere] = [useHouse(), useHouse()]

  describe.each(['fr-CA', 'en-CA'])('in %s', (language) => {
    describe.each(shapes)('one row per %s', (shape) => {
      test.each(formats)('as %s', async (format) => {
        const town = await settle(house)
        await portfolio(house, town)
        await house.db.commit((tx) => [tx.delete(initiatives).where(eq(initiatives.slug, town.otherSlug))])
        const file = await taken(
          house,
          `format=${format}&shape=${shape}&statuses=all`,
          town.coordinator.accountId,
          language,
        )
        expect(file.status).toBe(200)

        await withPlaces(elsewhere.db)
        const as = await somebody(elsewhere, 'coordinator')
        const home = await importing(elsewhere, as, file.bytes, { name: file.name })
        const it = (await findImport(elsewhere.db, home.split('/').at(-1)!))!
        const counts = await rowCounts(elsewhere.db, it.id)
        expect(Object.keys(counts)).toEqual([shape === 'passages' ? 'moved' : 'created'])

        const before = (await told(house.db, shape)).filter(({ title }) => shape !== 'passages' || title !== '')
        const spoken = before.map((one) => ({
          ...one,
          themes:
            language === 'en-CA'
              ? one.themes.map((fr) => fr.replace('Habitat; logement', 'Housing; homes'))
              : one.themes,
        }))
        expect(await told(elsewhere.db, shape)).toEqual(spoken)
      })
    })
  })
})
