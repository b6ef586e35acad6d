import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import S3rver from 's3rver'
import { afterEach, beforeEach } from 'vitest'
import type { S3Settings } from '../../../src/platform/storage/s3.ts'

export interface Bucket {
  readonly settings: S3Settings
  /** Its server goes away. */
  down(): Promise<void>
}

/** A store that speaks S3, on a port of its own, empty for each test. */
export function useBucket(): Bucket {
  let folder = ''
  let server: S3rver | undefined
  let settings: S3Settings
  const down = async () => {
    await server?.close()
    server = undefined
  }
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sillon-s3-'))
    server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'files', configs: [] }],
    })
    const { port } = (await server.run()) as AddressInfo
    const endpoint = `http://127.0.0.1:${port}`
    settings = { endpoint, bucket: 'files', region: 'ca-central-1', key: 'S3RVER', secret: 'S3RVER' }
  })
  afterEach(async () => {
    await down()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get settings() {
      return settings
    },
    down,
  }
}

/** As the variables of the environment have it. */
export function variablesOf({ endpoint, bucket, region, key, secret }: S3Settings): Record<string, string> {
  return {
    SILLON_S3_ENDPOINT: endpoint,
    SILLON_S3_BUCKET: bucket,
    SILLON_S3_REGION: region,
    SILLON_S3_KEY: key,
    SILLON_S3_SECRET: secret,
  }
}
