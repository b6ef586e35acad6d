import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'

/** A new identifier: UUID version 7, so that rows entered together lie together in an index. */
export const newId = (): string => v7()

/** A name for what is no row and is made on every page: a request, the key of a form. Node makes many ahead. */
export const newKey = (): string => randomUUID()
