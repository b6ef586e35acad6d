/** What became of one of a group: undone alone, or part of what was written. */
export type Verdict = { outcome: unknown } | { error: unknown }

/** As many turns of the event loop as a group stays open while each brings more. */
const MOST_TURNS = 8

/**
 * Whoever asks in the same few turns of the event loop shares one wait for the disk, which is what a small commit costs most.
 * Each is answered when all of it is on disk. When the group as a whole fails, each is tried alone and has its own
 * verdict; not when `meetsEach` says that each would meet the same, and wait for it as long again.
 */
export function grouped<One>(
  all: (ones: readonly One[]) => Promise<readonly Verdict[]>,
  meetsEach: (error: unknown) => boolean = () => false,
): (one: One) => Promise<unknown> {
  interface Waiting {
    one: One
    resolve: (outcome: unknown) => void
    reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []

  async function write(group: readonly Waiting[]): Promise<void> {
    try {
      const verdicts = await all(group.map(({ one }) => one))
      for (const [n, { resolve, reject }] of group.entries()) {
        const verdict = verdicts[n]!
        if ('error' in verdict) reject(verdict.error)
        else resolve(verdict.outcome)
      }
    } catch (error) {
      if (group.length === 1 || meetsEach(error)) for (const { reject } of group) reject(error)
      else for (const one of group) await write([one])
    }
  }

  // Once more than anybody came: when nobody is underway, a turn takes no time.
  function gather(known: number, turns: number) {
    setImmediate(() => {
      if (waiting.length > known && turns < MOST_TURNS) {
        gather(waiting.length, turns + 1)
        return
      }
      const group = waiting
      waiting = []
      void write(group)
    })
  }

  return (one) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ one, resolve, reject }) === 1) gather(0, 1)
    })
}
