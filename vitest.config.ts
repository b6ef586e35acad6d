import { defineConfig } from 'vitest/config'

// One suite, run once per engine. A feature's tests never say which database they are on.
const shared = {
  server: { deps: { inline: [/drizzle-orm/] } },
  isolate: false,
  // No test is about time: these only end what would never end, on a machine that has much else to do.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 20_000 } },
}
const rooms = ['tests/**/*.test.ts']
// Those that need both engines at once.
const parity = ['tests/parity*.test.ts']
const apart = ['tests/browser/**', ...parity]

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'sqlite',
          include: rooms,
          exclude: apart,
          env: { DATABASE_URL: 'sqlite::memory:', NODE_ENV: 'test' },
        },
      },
      {
        test: {
          ...shared,
          name: 'postgresql',
          include: rooms,
          exclude: apart,
          globalSetup: ['tests/postgresql.ts'],
          env: { DATABASE_URL: 'postgres://test', NODE_ENV: 'test' },
        },
      },
      {
        test: { ...shared, name: 'parity', include: parity, globalSetup: ['tests/postgresql.ts'] },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          // After the others, alone: what a browser shows depends on how long things take.
          sequence: { groupOrder: 1 },
          include: ['tests/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 400_000,
          hookTimeout: 120_000,
          env: { DATABASE_URL: 'sqlite::memory:', NODE_ENV: 'test' },
        },
      },
    ],
  },
})
