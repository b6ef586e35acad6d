import type { Content, ReportQuery } from '../domain/report.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Floor } from '../platform/http/floor.ts'

export interface Asked {
  eyes: Viewer
  query: ReportQuery
  today: string
  at: Date
}

export async function computed(_bench: Pick<Floor, 'db' | 'clock' | 'log'>, { query, at }: Asked): Promise<Content> {
  return {
    query,
    knownAt: query.knownAt ?? at.toISOString(),
    population: 0,
    sections: [],
    initiatives: [],
    slices: {},
    gates: { emergence: 1, mobilisation: 1, feedback: 1, appropriation: 1 },
  }
}
