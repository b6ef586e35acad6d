import { and, inArray } from 'drizzle-orm'
import { shownIn } from '../domain/innovation.ts'
import type { StatementFact } from '../domain/figures/facts.ts'
import { attestations } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Asked, Found } from './facts-asked.ts'
import { sameTexts, told } from './told.ts'

/** That takers and a benefit were stated: the criteria that make a social innovation, and no word of the statement. */
export async function statementsIn(db: Reader, byId: Found, { few }: Asked): Promise<void> {
  const { initiativeId, code, attestedOn, recordedAt, withdrawnAt } = attestations
  const asked = Object.values(shownIn).flat()
  const rows = await told(
    db,
    [initiativeId, code, attestedOn, recordedAt, withdrawnAt],
    attestations,
    and(inArray(code, asked), few && inArray(initiativeId, [...few])),
  )
  const same = sameTexts()
  for (const [initiative, criterion, on, at, withdrawn] of rows) {
    byId.get(initiative!)?.statements.push({
      code: same(criterion!) as StatementFact['code'],
      on: same(on!),
      recordedAt: Number(at),
      voidAt: withdrawn ? Number(withdrawn) : null,
    })
  }
}
