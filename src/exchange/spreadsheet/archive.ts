// The zip archive that an XLSX file is, unpacked with a bound on every part (APPNOTE 6.3.9). The directory may lie about
// sizes, so the bound is held while inflating, and what is parsed afterwards is only what was unpacked here.
import { constants, inflateRawSync } from 'node:zlib'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { TableLimits } from './limits.ts'

type Entry = {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
  readonly isEncrypted: boolean
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50

/** The XML parts by name. Pictures, printer settings and macros stay packed. */
export const unpackXml = (bytes: Uint8Array, limits: TableLimits): Outcome<ReadonlyMap<string, Uint8Array>> =>
  unpackParts(bytes, limits, (name) => /\.(xml|rels)$/i.test(name))

/** The parts whose name is wanted; the others stay packed. */
export function unpackParts(
  bytes: Uint8Array, limits: Pick<TableLimits, 'unpackedBytes' | 'unpackedRatio'>, isWanted: (name: string) => boolean,
): Outcome<ReadonlyMap<string, Uint8Array>> {
  const directory = readDirectory(bytes)
  if (directory === undefined) {
    return deny(refuse('archive-damaged',
      'The directory of the workbook cannot be read. Save it anew in a spreadsheet program.'))
  }
  const wanted = directory.filter(({ name }) => isWanted(name))
  if (wanted.some(({ isEncrypted }) => isEncrypted)) {
    return deny(refuse('file-protected',
      'The workbook is encrypted. Save a copy without a password and upload that.'))
  }
  const declared = wanted.reduce((sum, { unpacked }) => sum + unpacked, 0)
  if (declared > limits.unpackedBytes) return deny(tooLarge(`its parts say they unpack to ${declared} bytes`))
  const parts = new Map<string, Uint8Array>()
  let left = limits.unpackedBytes
  for (const entry of wanted) {
    // Small parts may pack well: a bound by ratio means something from 100 kB on.
    const most = Math.min(left, Math.max(100_000, entry.packed * limits.unpackedRatio))
    const part = unpackEntry(bytes, entry, most)
    if (part === 'damaged') {
      return deny(refuse('archive-damaged',
        `The part ${entry.name} does not unpack. Save the workbook anew in a spreadsheet program.`))
    }
    if (part === 'too-large') return deny(tooLarge(`the part ${entry.name} unpacks to more than ${most} bytes`))
    left -= part.length
    parts.set(entry.name, part)
  }
  return accept(parts)
}

const tooLarge = (why: string) =>
  refuse('archive-too-large',
    `The workbook was not unpacked: ${why}. Save only the sheet with the list, or save it as CSV UTF-8.`)

function unpackEntry(bytes: Uint8Array, entry: Entry, most: number): Uint8Array | 'damaged' | 'too-large' {
  const view = viewOf(bytes)
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL_HEADER) return 'damaged'
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true)
  if (start + entry.packed > bytes.length) return 'damaged'
  const packed = bytes.subarray(start, start + entry.packed)
  if (entry.method === 0) return packed.length > most ? 'too-large' : packed
  if (entry.method !== 8) return 'damaged'
  try {
    return inflateRawSync(packed, { maxOutputLength: most, finishFlush: constants.Z_FINISH })
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged'
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** No spreadsheet of 20 MB needs zip64: its markers read as sizes beyond any bound and are refused as such. */
function readDirectory(bytes: Uint8Array): readonly Entry[] | undefined {
  const view = viewOf(bytes)
  const end = findEnd(view)
  if (end === undefined) return undefined
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) return undefined
    const nameLength = view.getUint16(at + 28, true)
    if (at + 46 + nameLength > bytes.length) return undefined
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** The end record stands last, before a comment of at most 65,535 bytes. */
function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - 22 - 65_535)
  for (let at = view.byteLength - 22; at >= lowest; at--) if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
  return undefined
}
