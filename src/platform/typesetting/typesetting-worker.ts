import { parentPort, workerData } from 'node:worker_threads'
import { setPdf } from './setting.ts'
import type { Task } from './typesetting.ts'

const pdf = setPdf(workerData as Task)
parentPort?.postMessage(pdf, [pdf.buffer as ArrayBuffer])
