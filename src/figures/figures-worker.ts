import { parentPort, workerData } from 'node:worker_threads'
import { contentOf } from '../domain/figures/content.ts'
import type { Facts } from '../domain/figures/facts.ts'
import type { Content } from '../domain/report.ts'
import { glimpsed } from '../platform/db/open-snapshot.ts'
import type { Answer, Ask } from './apart.ts'
import { factsFor } from './facts.ts'
import { factsKept } from './facts-kept.ts'
import { partOf } from './parts.ts'

const { databaseUrl } = workerData as { databaseUrl: string }
const say = (answer: Answer) => parentPort?.postMessage(answer, [])

// What was read and what was computed last, of one state of the database: whoever looks behind a figure, or asks the
// same of another day, asks nothing that must be read again.
let read: { of: string; facts: Facts } | undefined
let counted: { of: string; content: Content } | undefined

// One after the other: two at once would take as long, and twice the memory.
let turn: Promise<void> = Promise.resolve()

parentPort?.on('message', (ask: Ask) => {
  turn = turn.then(() => answer(ask))
})

async function answer(ask: Ask): Promise<void> {
  const { number, part } = ask
  try {
    say({ number, given: JSON.stringify(partOf(await contentFor(ask), part)) })
  } catch (error) {
    say({ number, error: String((error as Error).stack ?? error).slice(0, 2000) })
  }
}

async function contentFor(ask: Ask): Promise<Content> {
  const of = `${ask.revision} ${ask.key}`
  if (counted?.of === of) return counted.content
  counted = undefined
  const content = contentOf(await factsOf(ask), ask.query, ask.at)
  counted = { of, content }
  return content
}

async function factsOf({ eyes, today, revision, at, isForGood }: Ask): Promise<Facts> {
  if (isForGood) return glimpsed(databaseUrl, ({ reader }) => factsFor(reader, eyes, today))
  const of = JSON.stringify([revision, today, eyes.networkRole, eyes.actorIds])
  if (read?.of === of) return read.facts
  const facts = await glimpsed(databaseUrl, ({ reader }) => factsKept(reader, eyes, today, at))
  read = { of, facts }
  return facts
}
