// Everything that was started is stopped at the end, however the end comes.

type Deed = () => unknown
const deeds = new Set<Deed>()
let isOver = false

/** Whether somebody ended the run before its time: nothing more is begun. */
export const isEnded = () => isOver

/** Done at the end, last begun first; the answer takes it off the list. */
export function atEnd(deed: Deed): () => void {
  deeds.add(deed)
  return () => void deeds.delete(deed)
}

export async function end(): Promise<void> {
  for (const deed of [...deeds].toReversed()) {
    deeds.delete(deed)
    try {
      await deed()
    } catch (error) {
      process.stderr.write(`not stopped cleanly: ${String(error)}\n`)
    }
  }
}

/** Ctrl-C ends the run, and everything with it. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      isOver = true
      void end().finally(() => process.exit(130))
    })
  }
}
