interface Taken {
  format: string
  parts: {
    key: string
    title: string
    becomes: string
    columns: Record<string, string>
    rows: Record<string, unknown>[]
  }[]
}

/** The file that people take away, read. */
export const taken = (body: string) => JSON.parse(body) as Taken

/** What it holds of one kind. */
export const part = (one: Taken, name: string) => one.parts.find(({ key: its }) => its === name)
