import { expect, test } from 'vitest'
import { dialect } from '../../src/platform/db/dialect.ts'
import { useHouse } from '../house.ts'
import { statementsDuring } from '../statements.ts'
import { settle } from '../town.ts'

const house = useHouse()

// PostgreSQL's revision is that of the whole server, on which other databases are being written to.
test.runIf(dialect === 'sqlite')(
  'a page that is shown again asks the database nothing but whether anybody wrote',
  async () => {
    const town = await settle(house)
    const { slug } = await town.initiativeAt('mobilisation', { visibility: 'public' })
    const page = () => house.get(`/initiatives/${slug}`, { as: town.leadCarrier.accountId })
    const once = await statementsDuring(house.db, page)
    const twice = await statementsDuring(house.db, async () => [await page(), await page()])
    expect(once).toBeGreaterThan(5)
    // SQLite is asked for what others committed, and for what this process did.
    expect(twice - once).toBeLessThanOrEqual(2)
  },
)
