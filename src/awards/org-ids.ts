import type { IdentifierScheme } from '../actors/identifiers.ts'

/**
 * Lists of org-id.guide that hold our numbers. The register of Québec comes first (it is a primary list, that of the
 * revenue agency a secondary one); FR-RCS stands for Sirene since org-id.guide gave FR-INSEE up for it. RNA has no list.
 */
const lists: readonly [IdentifierScheme, string, (value: string) => string][] = [
  ['neq', 'CA_QC-QBC', (value) => value],
  ['bn', 'CA-CRA_ACR', (value) => value],
  ['siren', 'FR-RCS', (value) => value],
  ['siret', 'FR-RCS', (value) => value.slice(0, 9)],
]

/** Names whoever publishes, in front of what they alone number. It never changes, whatever the network is called. */
export const PREFIX = '360G-sillon'

/** An organisation for the world: by a number that others know, or else by ours. */
export function orgIdOf(actorId: string, numbers: readonly { scheme: string; value: string }[]): string {
  for (const [scheme, list, written] of lists) {
    const known = numbers.find((one) => one.scheme === scheme)
    if (known) return `${list}-${written(known.value)}`
  }
  return `${PREFIX}-ORG:${actorId}`
}
