import { ArchiveFault } from './faults.ts'

/** The lines of an entry, some at a time, without their ends. A line that is longer than `most` bytes is refused. */
export async function* linesOf(bytes: AsyncIterable<Buffer>, entry: string, most: number): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = []
  let waiting = 0
  for await (const some of bytes) {
    const lines: Buffer[] = []
    let from = 0
    for (let end = some.indexOf(10); end >= 0; end = some.indexOf(10, from)) {
      const piece = some.subarray(from, end)
      lines.push(rest.length > 0 ? Buffer.concat([...rest, piece]) : piece)
      ;[rest, waiting, from] = [[], 0, end + 1]
    }
    if (from < some.length) {
      rest.push(some.subarray(from))
      waiting += some.length - from
      if (waiting > most) throw new ArchiveFault('too_large', { entry, most })
    }
    yield lines
  }
  // Each row ends its line: what stands after the last is half a row.
  if (rest.length > 0) throw new ArchiveFault('row', { entry, line: 0, column: '' })
}
