import Connection from 'better-sqlite3'

/**
 * Whether another process has this SQLite database open: only who is alone there may leave the write-ahead log. One
 * that cannot be read at all is in nobody's use.
 */
export function isInUse(path: string): boolean {
  let connection: Connection.Database | undefined
  try {
    connection = new Connection(path, { fileMustExist: true, timeout: 250 })
    connection.pragma('journal_mode = DELETE')
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'SQLITE_BUSY'
  } finally {
    connection?.close()
  }
}
