import pg from 'pg'

const AGAIN_MS = 500

/**
 * Listens on a channel of PostgreSQL, on a connection of its own, for as long as it is wanted. Calls at each notice, and
 * each time the connection is there again: what was said meanwhile was not heard. Returns how to stop.
 */
export function listening(url: string, channel: string, told: () => void): () => void {
  let client: pg.Client | undefined
  let isWanted = true
  let again: NodeJS.Timeout | undefined

  function connect() {
    const one = new pg.Client({ connectionString: url, keepAlive: true })
    client = one
    const lost = () => {
      if (client !== one || !isWanted) return
      client = undefined
      again = setTimeout(connect, AGAIN_MS)
      again.unref()
    }
    one.on('error', lost).on('end', lost).on('notification', told)
    one
      .connect()
      .then(() => one.query(`listen ${channel}`))
      .then(told)
      .catch(() => {
        lost()
        one.end().catch(() => {})
      })
  }
  connect()
  return () => {
    isWanted = false
    clearTimeout(again)
    client?.end().catch(() => {})
  }
}
