// What the screens of evidence know of files.
/** As the file dialog takes it. What a file is, the server tells by its bytes. */
export const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,.tif,.tiff,.docx,.xlsx,.pptx,.csv,.txt,.eml,.mp3,.mp4'

export const sizeOf = (bytes: number): { key: 'size.kb' | 'size.mb'; values: { size: number } } =>
  bytes < 1_000_000
    ? { key: 'size.kb', values: { size: Math.max(1, Math.round(bytes / 1000)) } }
    : { key: 'size.mb', values: { size: Math.round(bytes / 100_000) / 10 } }

/** The name of a file as a first title: without its ending, with blanks for underscores. */
export const titleFrom = (filename: string): string =>
  filename.replace(/\.[^.]+$/, '').replace(/[_\s]+/g, ' ').trim().slice(0, 200)
