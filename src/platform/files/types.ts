/** What a kind of file is to the house: how it is shown, read and handed out. */
type Family = 'pdf' | 'office' | 'table' | 'text' | 'page' | 'image' | 'audio' | 'video' | 'archive'

export interface FileType {
  /** A short name that is the same in all languages. */
  label: string
  /** The first one is what a file of this type is called when its own name says something else. */
  extensions: readonly string[]
  families: readonly Family[]
}

const type = (label: string, extensions: string, ...families: Family[]): FileType => ({
  label,
  extensions: extensions.split(' '),
  families,
})

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const PPTX = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const ODT = 'application/vnd.oasis.opendocument.text'
export const ODP = 'application/vnd.oasis.opendocument.presentation'
export const ODS = 'application/vnd.oasis.opendocument.spreadsheet'
/** An Office file from before 2007, or one that a password locks. */
export const OLE = 'application/x-cfb'

/** What is kept. Whatever is not here is refused. */
export const fileTypes: Readonly<Record<string, FileType>> = {
  'application/pdf': type('PDF', 'pdf', 'pdf'),
  [DOCX]: type('DOCX', 'docx', 'office'),
  [PPTX]: type('PPTX', 'pptx ppsx', 'office'),
  [XLSX]: type('XLSX', 'xlsx', 'office', 'table'),
  [ODT]: type('ODT', 'odt', 'office'),
  [ODP]: type('ODP', 'odp', 'office'),
  [ODS]: type('ODS', 'ods', 'office', 'table'),
  [OLE]: type('Office', 'doc xls ppt msg', 'office', 'table'),
  'application/msword': type('DOC', 'doc', 'office'),
  'application/vnd.ms-excel': type('XLS', 'xls', 'office', 'table'),
  'application/vnd.ms-powerpoint': type('PPT', 'ppt pps', 'office'),
  'application/rtf': type('RTF', 'rtf', 'office', 'text'),
  'application/epub+zip': type('EPUB', 'epub', 'office'),
  'text/plain': type('TXT', 'txt text log', 'text', 'table'),
  'text/markdown': type('Markdown', 'md markdown txt', 'text'),
  'text/csv': type('CSV', 'csv tsv tab txt', 'text', 'table'),
  'application/json': type('JSON', 'json geojson', 'text'),
  'text/calendar': type('ICS', 'ics', 'text'),
  'text/vtt': type('VTT', 'vtt', 'text'),
  'text/html': type('HTML', 'html htm xhtml', 'text', 'page'),
  'image/svg+xml': type('SVG', 'svg', 'text', 'page'),
  'application/xml': type('XML', 'xml kml gpx', 'text', 'page'),
  'image/jpeg': type('JPEG', 'jpg jpeg jpe jfif', 'image'),
  'image/png': type('PNG', 'png', 'image'),
  'image/webp': type('WebP', 'webp', 'image'),
  'image/gif': type('GIF', 'gif', 'image'),
  'image/tiff': type('TIFF', 'tif tiff', 'image'),
  'image/avif': type('AVIF', 'avif', 'image'),
  'image/heic': type('HEIC', 'heic heif', 'image'),
  'image/bmp': type('BMP', 'bmp', 'image'),
  'audio/mpeg': type('MP3', 'mp3', 'audio'),
  'audio/mp4': type('M4A', 'm4a', 'audio'),
  'audio/aac': type('AAC', 'aac', 'audio'),
  'audio/ogg': type('OGG', 'ogg oga opus', 'audio'),
  'audio/wav': type('WAV', 'wav', 'audio'),
  'audio/flac': type('FLAC', 'flac', 'audio'),
  'video/mp4': type('MP4', 'mp4 m4v', 'video', 'audio'),
  'video/quicktime': type('MOV', 'mov qt', 'video'),
  'video/webm': type('WebM', 'webm', 'video', 'audio'),
  'video/ogg': type('OGV', 'ogv', 'video'),
  'video/matroska': type('MKV', 'mkv', 'video'),
  'application/zip': type('ZIP', 'zip', 'archive'),
}

const isOf = (family: Family) => (mediaType: string) => fileTypes[mediaType]?.families.includes(family) === true

export const isImage = isOf('image')
/** A page that could act in a browser: handed out as bytes to keep, never as what it is. */
export const isPage = isOf('page')

/** What a browser may show on its own, at the house's address: pictures, sound and film. */
export const isShownInline = (mediaType: string): boolean =>
  isImage(mediaType) || isOf('audio')(mediaType) || isOf('video')(mediaType)

/** What is never opened, however small: sound, film, archives. */
export const isNeverOpened = (mediaType: string): boolean =>
  ['audio', 'video', 'archive'].some((family) => isOf(family as Family)(mediaType))

/** Families of what is called so; undefined for names that promise nothing. */
export function familiesCalled(fileName: string): ReadonlySet<Family> | undefined {
  const extension = extensionOf(fileName)
  const types = Object.values(fileTypes).filter(({ extensions }) => extensions.includes(extension))
  return types.length > 0 ? new Set(types.flatMap(({ families }) => families)) : undefined
}

/** The name under which a file is handed out: with an extension of what it is, whatever it was called. */
export function nameAs(fileName: string, mediaType: string): string {
  const extensions = fileTypes[mediaType]?.extensions
  const name = fileName || 'document'
  return !extensions || extensions.includes(extensionOf(name)) ? name : `${name}.${extensions[0]}`
}

export const extensionOf = (fileName: string): string => /\.([a-z0-9]{1,10})$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
