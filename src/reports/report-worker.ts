import { parentPort, workerData } from 'node:worker_threads'
import { contentOf } from '../domain/figures/content.ts'
import { glimpsed } from '../platform/db/open-snapshot.ts'
import type { Answer, Ask } from './apart.ts'
import { factsFor } from './facts.ts'
import { factsKept } from './facts-kept.ts'

const { databaseUrl } = workerData as { databaseUrl: string }
const say = (answer: Answer, given: ArrayBuffer[] = []) => parentPort?.postMessage(answer, given)

// One after the other: two at once would take as long, and twice the memory.
let turn: Promise<void> = Promise.resolve()

parentPort?.on('message', (ask: Ask) => {
  turn = turn.then(() => answer(ask))
})

async function answer({ number, eyes, query, today, at, isForGood }: Ask): Promise<void> {
  try {
    const facts = await glimpsed(databaseUrl, ({ reader }) =>
      isForGood ? factsFor(reader, eyes, today) : factsKept(reader, eyes, today, at),
    )
    const { initiatives, slices, ...figures } = contentOf(facts, query, at)
    // The page is written from the figures; what stands behind them follows, and is read when somebody asks for it.
    say({ number, figures: JSON.stringify(figures) })
    const { buffer } = new TextEncoder().encode(JSON.stringify({ initiatives, slices }))
    say({ number, behind: buffer }, [buffer])
  } catch (error) {
    say({ number, error: String((error as Error).stack ?? error).slice(0, 2000) })
  }
}
