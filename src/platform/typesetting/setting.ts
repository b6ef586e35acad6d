import typst from '@myriaddreamin/typst-ts-node-compiler'
import type { Task } from './typesetting.ts'

const { NodeCompiler } = typst
const STANDARD = 'ua-1'
/** Stands for a sign that no font of this machine has. */
const UNKNOWN = '\ufffd'
const MOST_TRIES = 6

/**
 * A template with its words as a tagged PDF. Slow, and all in one piece: call it in a worker. PDF/UA forbids signs that no font has:
 * they are replaced, so that one emoji does not cost everybody else the standard.
 */
export function setPdf({ template, data, madeAt }: Task): Uint8Array {
  const compiler = NodeCompiler.create({ workspace: '/' })
  let json = JSON.stringify(data, (_name, value: unknown) => (typeof value === 'string' ? shownOf(value) : value))
  const set = (pdfStandard?: string) =>
    compiler.pdf(
      { mainFileContent: template, inputs: { sheet: json } },
      {
        pdfTags: true,
        creationTimestamp: Math.floor(madeAt.getTime() / 1000),
        ...(pdfStandard ? { pdfStandard } : {}),
      },
    )
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      return Uint8Array.from(set(STANDARD))
    } catch (error) {
      const unknown = unknownSigns(faultsIn(error))
      if (unknown.length === 0) throw error
      for (const sign of unknown) json = json.replaceAll(JSON.stringify(sign).slice(1, -1), UNKNOWN)
    }
  }
  return Uint8Array.from(set())
}

/** The texts that typst says no font can show; Rust writes what is not printable as `\u{1f331}`. */
function unknownSigns(faults: string): string[] {
  const quoted = [...faults.matchAll(/the text `"((?:[^"\\]|\\.)*)"` could not be displayed/g)]
  return quoted.map(([, text = '']) =>
    text.replace(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  )
}

// What the compiler throws is no Error: it says what it has in `code` or `message`.
function faultsIn(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return [code, message]
    .filter((one) => typeof one === 'string')
    .join('\n')
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\')
}

// Signs that are no text stop PDF/UA, and half of a sign stops JSON.
// oxlint-disable-next-line no-control-regex -- these are the characters to be taken out
const shownOf = (text: string) => text.toWellFormed().replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
