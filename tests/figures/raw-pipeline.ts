// An independent reading of a raw file of phases: it shares no line with the code that it is compared with. For each
// initiative, its phases in the order in which they began; within a day, along the path, an ending last.

export interface RawPhase {
  id: string
  phase: string
  start: string
  phase_seq: string
  end: string
}

const path = ['investigation', 'construction', 'acceleration', 'consolidation']
const landings = ['transfere', 'opere']
const rank = (phase: string) => {
  const place = [...path, ...landings].indexOf(phase)
  return place < 0 ? 99 : place
}

export function rawReading(rows: readonly RawPhase[], today: string) {
  const byId = new Map<string, RawPhase[]>()
  for (const row of rows) if (row.start <= today) byId.set(row.id, [...(byId.get(row.id) ?? []), row])
  const histories = [...byId.values()].map((phases) =>
    phases.sort((a, b) =>
      a.start === b.start ? rank(a.phase) - rank(b.phase) || +a.phase_seq - +b.phase_seq : a.start < b.start ? -1 : 1,
    ),
  )
  return {
    stockOn: (day: string) => stockOn(histories, day),
    endings: endings(histories),
    medians: path.map((phase) => medianDays(histories, phase, false)),
    mediansByOwnEnds: path.map((phase) => medianDays(histories, phase, true)),
    many: histories.length,
  }
}

function stockOn(histories: readonly RawPhase[][], day: string): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(path.map((phase) => [phase, 0]))
  for (const phases of histories) {
    const last = phases.filter(({ start }) => start <= day).at(-1)
    if (last && path.includes(last.phase)) counts[last.phase]! += 1
  }
  return counts
}

function endings(histories: readonly RawPhase[][]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const phases of histories) {
    const { phase } = phases.at(-1)!
    const kind = phase === 'abandon-investigation' ? 'inconclusive' : phase.startsWith('abandon') ? 'stopped' : phase
    if (!path.includes(phase)) counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

/** Phases of no day are only passed through. With `ownEnds`, those that the file gives are believed. */
function medianDays(histories: readonly RawPhase[][], phase: string, ownEnds: boolean): number {
  const days: number[] = []
  for (const phases of histories) {
    for (let at = 0; at < phases.length; at++) {
      if (phases[at]!.phase !== phase || phases[at - 1]?.phase === phase) continue
      const next = phases.slice(at).find((one) => one.phase !== phase)
      const end = (ownEnds && phases[at]!.end) || next?.start
      const many = end ? (Date.parse(end) - Date.parse(phases[at]!.start)) / 86_400_000 : 0
      if (many > 0) days.push(many)
    }
  }
  days.sort((a, b) => a - b)
  const middle = days.length / 2
  return days.length % 2 === 0 ? (days[middle - 1]! + days[middle]!) / 2 : days[Math.floor(middle)]!
}
