/** The tables that a move writes. */
export const moving = ['initiatives', 'moves', 'journal', 'jobs'] as const

/** The four statements of a move, for both engines: `blank` writes the place of the n-th value, from 1. */
export function bareMove(blank: (n: number) => string) {
  const [a, b, c, d, e] = [1, 2, 3, 4, 5].map(blank)
  return {
    initiative: `update initiatives set stage = ${a}, changed_at = ${b}, version = version + 1 where id = ${c} and version = ${d}`,
    move: `insert into moves (id, initiative_id, event, from_stage, from_status, to_stage, to_status, effective_on, recorded_at, sequence, provenance, judged)
      values (${a}, ${b}, 'advance', 'emergence', 'active', 'mobilisation', 'active', '2026-03-02', ${c}, 2, 'entered', '[{"code":"E1","met":true},{"code":"E2","met":true}]')`,
    journal: `insert into journal (at, what, subject_kind, subject_id, initiative_id, once, digest, particulars)
      values (${a}, 'moved', 'initiative', ${b}, ${c}, ${d}, ${e}, '{"event":"advance"}')`,
    job: `insert into jobs (id, kind, payload, run_at, created_at) values (${a}, 'move.tell', ${b}, ${c}, ${d})`,
  }
}
