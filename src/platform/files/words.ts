import type { DocumentLanguage } from '../../domain/documents.ts'
import type { Why } from './sniffing.ts'

/** What the reader is told of a file besides its bytes, which it is sent. */
export interface Task {
  fileName: string
  keepsMetadata: boolean
}

/** What a file says of itself. */
export interface Proposed {
  title?: string
  creators?: string
  /** YYYY-MM-DD. */
  dated?: string
  language?: DocumentLanguage
}

export interface ReadText {
  text: string
  pages?: number | undefined
  proposed: Proposed
}

/** What the reader says, one thing after the other: what it has said stands, whatever becomes of it. */
export type Word =
  | { told: { mediaType: string; why?: Why | undefined } }
  | { read: ReadText }
  | { stripped: Uint8Array }
  | { picture: 'thumbnail' | 'preview'; bytes: Uint8Array }
  | { ended: 'whole' | 'broken' | 'too_large' }

/** The file would take more than it may. */
export class TooLarge extends Error {
  override name = 'TooLarge'
}
