// From a lot's name to its number: open addressing over typed arrays, no object per lot. A hit is compared with the stored
// bytes, so that two names with one hash are never taken for each other.
import { withRoom } from './column-array.ts'

export type IdTable = {
  /** Lot numbers by hash; 0 is free. A power of two, at most two thirds full. */
  slots: Uint32Array<ArrayBuffer>
  used: number
  /** Where the name of a lot begins in `bytes`: its length, then its letters (ASCII). */
  start: Uint32Array<ArrayBuffer>
  bytes: Uint8Array<ArrayBuffer>
  byteCount: number
}

/** Byte 0 belongs to no name, so that a start of 0 means none. */
export const newIdTable = (lots = 0): IdTable => ({ slots: new Uint32Array(slotsFor(lots)), used: 0, start: new Uint32Array(lots + 1), bytes: new Uint8Array(64), byteCount: 1 })

const slotsFor = (lots: number): number => {
  let size = 64
  while (size * 2 < lots * 3) size *= 2
  return size
}

const PRIME = 0x01000193
const hashOf = (book: number, ref: string): number => {
  let hash = 0x811c9dc5 ^ Math.imul(book + 1, 0x9e3779b1)
  for (let i = 0; i < ref.length; i++) hash = Math.imul(hash ^ ref.charCodeAt(i), PRIME)
  return mixed(hash)
}
const storedHash = (table: IdTable, book: number, lot: number): number => {
  let hash = 0x811c9dc5 ^ Math.imul(book + 1, 0x9e3779b1)
  const start = table.start[lot]!
  for (let i = start + 1, end = start + table.bytes[start]!; i <= end; i++) hash = Math.imul(hash ^ table.bytes[i]!, PRIME)
  return mixed(hash)
}
const mixed = (hash: number): number => {
  let h = hash ^ (hash >>> 15)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function isStored(table: IdTable, lot: number, ref: string): boolean {
  const start = table.start[lot]!
  if (table.bytes[start] !== ref.length) return false
  for (let i = 0; i < ref.length; i++) if (table.bytes[start + 1 + i] !== ref.charCodeAt(i)) return false
  return true
}

/** @returns the number of the lot, 0 where there is none of that name */
export function findId(table: IdTable, bookOf: (lot: number) => number, book: number, ref: string): number {
  const mask = table.slots.length - 1
  for (let slot = hashOf(book, ref) & mask; ; slot = (slot + 1) & mask) {
    const lot = table.slots[slot]!
    if (lot === 0) return 0
    if (isStored(table, lot, ref) && bookOf(lot) === book) return lot
  }
}

export function refAt(table: IdTable, lot: number): string {
  const start = table.start[lot]!
  let ref = ''
  for (let i = start + 1, end = start + table.bytes[start]!; i <= end; i++) ref += String.fromCharCode(table.bytes[i]!)
  return ref
}

/** Names a lot. The same name again, of a lot recorded in the place of one taken back, leads to the newer lot. */
export function addId(table: IdTable, bookOf: (lot: number) => number, book: number, ref: string, lot: number): void {
  table.start = withRoom(table.start, lot + 1)
  table.bytes = withRoom(table.bytes, table.byteCount + ref.length + 1)
  table.start[lot] = table.byteCount
  table.bytes[table.byteCount++] = ref.length
  for (let i = 0; i < ref.length; i++) table.bytes[table.byteCount++] = ref.charCodeAt(i)
  if ((table.used + 1) * 3 > table.slots.length * 2) rehash(table, bookOf)
  const mask = table.slots.length - 1
  let slot = hashOf(book, ref) & mask
  for (;;) {
    const known = table.slots[slot]!
    if (known === 0) { table.used += 1; break }
    if (isStored(table, known, ref) && bookOf(known) === book) break
    slot = (slot + 1) & mask
  }
  table.slots[slot] = lot
}

function rehash(table: IdTable, bookOf: (lot: number) => number): void {
  const old = table.slots
  table.slots = new Uint32Array(old.length * 2)
  const mask = table.slots.length - 1
  for (const lot of old) {
    if (lot === 0) continue
    let slot = storedHash(table, bookOf(lot), lot) & mask
    while (table.slots[slot] !== 0) slot = (slot + 1) & mask
    table.slots[slot] = lot
  }
}
