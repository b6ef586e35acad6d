/** What reading one file may take. Past any of them it stops, and the file is said to be too large. */
export const LIMITS = {
  /** Larger files are kept and handed out, and not opened. */
  bytes: 128 * 1024 * 1024,
  milliseconds: 60_000,
  /** Of the reader's own heap. */
  heapMegabytes: 512,
  /** Of all its memory, pictures included. Only watched where the system tells it (Linux). */
  megabytes: 1_200,
  /** What the parts of an archive may unpack to, together. */
  unpacked: 192 * 1024 * 1024,
  characters: 1_000_000,
  /** Pixels of a picture: 16,383 × 16,383. */
  pixels: 0x3fff * 0x3fff,
  /** First pages that are shown. */
  previews: 5,
} as const

/** The width of what pages show, in pixels. */
export const WIDTHS = { thumbnail: 320, preview: 1_000 } as const
