import { v7 } from 'uuid'

/** A new identifier: UUID version 7, so that rows entered together lie together in an index. */
export const newId = (): string => v7()
