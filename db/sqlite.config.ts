import { defineConfig } from 'drizzle-kit'

process.env.DATABASE_URL = 'sqlite:'
export default defineConfig({
  dialect: 'sqlite',
  schema: ['./src/*/tables.ts', './src/platform/*/tables.ts'],
  out: './db/sqlite',
})
