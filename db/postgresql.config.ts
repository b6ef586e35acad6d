import { defineConfig } from 'drizzle-kit'

process.env.DATABASE_URL = 'postgres:'
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./src/*/tables.ts', './src/platform/*/tables.ts'],
  out: './db/postgresql',
})
