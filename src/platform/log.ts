import { type DestinationStream, type Logger, pino } from 'pino'

/** One JSON line per event, without cookies, tokens, form contents or addresses of people. */
export function logger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorTold } }
  return destination ? pino(options, destination) : pino(options)
}

const [MESSAGE, STACK] = [1000, 4000]

interface Told {
  type: string
  message: string
  code?: string
  stack: string
  cause?: unknown
}

/** What may be written down of an error: what failed and where. What is no error stays as it is. */
export function errorTold(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, code, cause } = error as Error & { code?: unknown }
  const told: Told = {
    type: name,
    message: withoutContents(message),
    stack: framesOf(error).slice(0, STACK),
  }
  if (typeof code === 'string') told.code = code
  return cause instanceof Error ? { ...told, cause: errorTold(cause) } : told
}

/** What an error says, in one text that may be kept. */
export const faultSaid = (error: unknown): string => withoutContents(String(error))

// A statement that fails is told with all that was to be written; a mail server names whom it refuses.
function withoutContents(message: string): string {
  return message
    .replace(/\nparams: [\s\S]*$/, '')
    .slice(0, MESSAGE)
    .replace(/[^\s<>"'(),;:@]+@[^\s<>"'(),;:@]+/g, '…')
    .trimEnd()
}

// The stack begins with the message.
function framesOf({ message, stack = '' }: Error): string {
  const at = stack.indexOf(message)
  return at < 0 ? stack.slice(Math.max(0, stack.indexOf('\n    at '))) : stack.slice(at + message.length)
}
