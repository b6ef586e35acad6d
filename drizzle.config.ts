// Two databases, one schema: `npm run db:generate` runs both of these.
export { default } from './db/sqlite.config.ts'
