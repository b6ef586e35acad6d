/** What a cell says, or why it says nothing sure. The keys are words of the catalogue. */
export type Reading<Value, Key extends string> = { ok: true; value: Value } | { ok: false; key: Key }

export const read = <Value>(value: Value) => ({ ok: true, value }) as const

export const refused = <Key extends string>(key: Key) => ({ ok: false, key }) as const
