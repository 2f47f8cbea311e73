// Columns: typed arrays that grow by a quarter, so that what lies unused stays small.
export type NumberColumn = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** The same column with room for `length` numbers; the very same one where it has room already. */
export function withRoom<T extends NumberColumn>(column: T, length: number): T {
  if (length <= column.length) return column
  const grown = new (column.constructor as new (size: number) => T)(Math.max(length, 64, Math.ceil(column.length * 1.25)))
  grown.set(column)
  return grown
}

/** Exactly `length` numbers, for keeping. */
export const trimmed = <T extends NumberColumn>(column: T, length: number): T => column.length === length ? column : column.slice(0, length) as T
