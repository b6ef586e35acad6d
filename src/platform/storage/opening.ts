import { join } from 'node:path'
import { openS3, type S3Settings } from './s3.ts'
import { folderStorage, type Storage } from './storage.ts'

/** Where this server keeps its files. */
export interface Keeping {
  /** SILLON_DATA: a store in a folder is its folder `files`. */
  dataFolder: string
  /** A store that speaks S3; the folder without it. */
  s3?: S3Settings | undefined
}

export async function openStorage({ dataFolder, s3 }: Keeping): Promise<Storage> {
  // Not in the folder of the system: that one is often memory, and a file may hold gigabytes.
  return s3 ? openS3(s3, join(dataFolder, 'spool')) : folderStorage(join(dataFolder, 'files'))
}
