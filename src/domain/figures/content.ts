import {
  type Content,
  type ReportQuery,
  type Section,
  type SectionCode,
  sectionCodes,
  type Standing,
} from '../report.ts'
import { adjustments } from './adjustments.ts'
import { adoptions } from './adoptions.ts'
import { ages } from './ages.ts'
import { annex } from './annex.ts'
import { cohorts } from './cohorts.ts'
import { withCompared } from './comparing.ts'
import { corrections } from './corrections.ts'
import { coverage } from './coverage.ts'
import { cumulative } from './cumulative.ts'
import { endings } from './endings.ts'
import { feedback } from './feedback.ts'
import { flow } from './flow.ts'
import { forecast } from './forecast.ts'
import { indicators } from './indicators.ts'
import { knowledge } from './knowledge.ts'
import { leverage } from './leverage.ts'
import { money } from './money.ts'
import { pilots } from './pilots.ts'
import { sectors } from './sectors.ts'
import { spotted } from './spotted.ts'
import { stock } from './stock.ts'
import { summary } from './summary.ts'
import { times } from './times.ts'
import type { Facts } from './facts.ts'
import type { Life } from './lives.ts'
import { type Scene, sceneOf } from './scene.ts'

const makers: Record<SectionCode, (scene: Scene) => Section> = {
  summary,
  stock,
  flow,
  times,
  ages,
  cohorts,
  cumulative,
  forecast,
  money,
  leverage,
  coverage,
  sectors,
  knowledge,
  pilots,
  feedback,
  adjustments,
  indicators,
  adoptions,
  endings,
  spotted,
  corrections,
  annex,
}

/** Answers a report's question. `at` is the instant of asking: what counts when the query names none. */
export function contentOf(facts: Facts, query: ReportQuery, at: Date): Content {
  const knownAt = query.knownAt ?? at.toISOString()
  const known = Date.parse(knownAt)
  const scene = sceneOf(facts, query, query, known)
  const other = query.compare && sceneOf(facts, query, query.compare, known)
  const sections = sectionCodes
    .filter((code) => query.blocks.some((block) => 'section' in block && block.section === code))
    .map((code) => (other ? withCompared(makers[code](scene), makers[code](other)) : makers[code](scene)))
  return {
    query,
    knownAt,
    population: scene.lives.length,
    sections,
    initiatives: scene.lives.map(standing),
    slices: scene.slices.all,
    gates: facts.gates,
  }
}

function standing({ it, last, stageSince }: Life): Standing {
  const { id, slug, title } = it
  const { stage, status, endingKind } = last
  return { id, slug, title, stage, status, stageSince, endingKind: status === 'discontinued' ? endingKind : null }
}
