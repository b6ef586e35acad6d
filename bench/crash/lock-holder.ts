// Holds a SQLite file for itself as long as it is told to.
import Connection from 'better-sqlite3'

const [path = '', ms = '0'] = process.argv.slice(2)
const connection = new Connection(path)
connection.pragma('busy_timeout = 5000')
connection.exec('begin exclusive')
process.stdout.write('held\n')
setTimeout(() => connection.exec('rollback'), Number(ms))
