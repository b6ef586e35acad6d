import type { Floor } from '../platform/http/floor.ts'

/** What receiving files needs of the house. */
export type Workplace = Pick<Floor, 'db' | 'storage' | 'clock' | 'dataFolder'>
