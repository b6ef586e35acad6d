// What an initiative is, and what happened to it and with whom.
export * from './derived-tables.ts'
export * from './history-tables.ts'
export * from './sheet-tables.ts'
