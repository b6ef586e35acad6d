import { may } from '../domain/permissions.ts'
import { labelOf } from '../initiatives/gate-panel.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import { gatesInForce } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { diversityOf } from './diversity.ts'
import { contributionsTo, documentsSeen, isDiversityStated } from './queries.ts'
import { mayWithdraw } from './withdrawing.ts'

/** « Diversité de la mobilisation », on an initiative's page. */
export function knowledgeSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, reading) => {
    const { viewer, today } = reading
    const { id, slug, stage, status } = initiative
    const contributions = await contributionsTo(db, viewer, id)
    const mayRecord = may('knowledge.record', capacities).allowed
    // Nobody is told of an absence that they cannot mend.
    if (contributions.length === 0 && (!mayRecord || status === 'spotted')) return undefined
    const [seen, gates, isStated] = await Promise.all([
      contributions.some(({ documentId }) => documentId) ? documentsSeen(db, viewer, today, id) : [],
      gatesInForce(db),
      isDiversityStated(db, id),
    ])
    const titles = new Map(seen.map((document) => [document.id, document.title]))
    const { kinds, missing, isEnough, sectors } = diversityOf(contributions)
    const criterion = gates.mobilisation.criteria.find(({ code, on }) => code === 'M1' && on)
    const base = `/initiatives/${slug}/contributions`
    return {
      name: 'knowledge',
      place: 'main',
      title: 'knowledge.section.title',
      stage: 'mobilisation',
      view: '/knowledge/section',
      data: {
        isPast: contributions.length === 0 && (stage === 'feedback' || stage === 'appropriation'),
        most: Math.max(...kinds.map(({ brought }) => brought.length)),
        kinds: kinds.map(({ kind, brought }) => ({
          kind,
          brought: brought.map((one) => ({
            ...one,
            title: one.documentId ? titles.get(one.documentId) : undefined,
            withdraw: mayWithdraw(one, viewer, capacities).allowed ? `${base}/${one.id}/withdrawal` : undefined,
          })),
          add: mayRecord ? `${base}/new?kind=${kind}` : undefined,
        })),
        missing,
        sectors,
        criterion: criterion && {
          label: labelOf(criterion, reading),
          met: isEnough ? 'counted' : isStated && 'stated',
        },
        add: mayRecord ? `${base}/new` : undefined,
      },
    }
  }
}
