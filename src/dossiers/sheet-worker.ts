import { parentPort, workerData } from 'node:worker_threads'
import { setSheet } from './setting.ts'
import type { Task } from './typesetting.ts'

const { sheet, madeAt } = workerData as Task
const pdf = setSheet(sheet, madeAt)
parentPort?.postMessage(pdf, [pdf.buffer as ArrayBuffer])
