import type { Reader } from '../platform/db/database.ts'

export async function actsFor(_db: Reader, _accountId: string, _today: string): Promise<string[]> {
  return []
}
