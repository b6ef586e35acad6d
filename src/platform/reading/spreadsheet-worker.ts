import { parentPort, workerData } from 'node:worker_threads'
import { readDelimited } from './delimited.ts'
import { readJson } from './json.ts'
import { kindOf } from './kind.ts'
import { readSpreadsheet } from './spreadsheet.ts'
import { UnreadableFile } from './workbook.ts'
import type { Workbook } from './workbook.ts'
import type { Task, Answer } from './open.ts'

const { bytes, name } = workerData as Task
parentPort?.postMessage(answer(Buffer.from(bytes), name), [])

function answer(file: Buffer, title: string): Answer {
  try {
    return { workbook: workbookOf(file, title) }
  } catch (error) {
    if (error instanceof UnreadableFile) return { refused: error.key, line: error.line }
    throw error
  }
}

function workbookOf(file: Buffer, title: string): Workbook {
  const kind = kindOf(file)
  if (kind === 'json') return readJson(file, title)
  return kind === 'csv' ? readDelimited(file, title) : readSpreadsheet(file, kind)
}
