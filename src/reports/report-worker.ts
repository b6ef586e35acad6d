import { parentPort, workerData } from 'node:worker_threads'
import { contentOf } from '../domain/figures/content.ts'
import { glimpsed } from '../platform/db/open-snapshot.ts'
import type { Answer, Ask } from './apart.ts'
import { factsFor } from './facts.ts'

const { databaseUrl } = workerData as { databaseUrl: string }
const say = (answer: Answer) => parentPort?.postMessage(answer, [])

// One after the other: two at once would take as long, and twice the memory.
let turn: Promise<void> = Promise.resolve()

parentPort?.on('message', (ask: Ask) => {
  turn = turn.then(() => answer(ask))
})

async function answer({ number, eyes, query, today, at }: Ask): Promise<void> {
  try {
    const facts = await glimpsed(databaseUrl, ({ reader }) => factsFor(reader, eyes, today))
    say({ number, content: JSON.stringify(contentOf(facts, query, at)) })
  } catch (error) {
    say({ number, error: String((error as Error).stack ?? error).slice(0, 2000) })
  }
}
