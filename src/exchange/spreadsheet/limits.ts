// How much one table may hold. Each limit has its own refusal.
export type TableLimits = {
  readonly bytes: number
  readonly rows: number
  readonly columns: number
  readonly cellCharacters: number
  /** All cells written out: a workbook may name one long text a million times. */
  readonly tableCharacters: number
  readonly unpackedBytes: number
  /** Unpacked to packed size of one part. Honest sheets stay under 60. */
  readonly unpackedRatio: number
}

export const tableLimits: TableLimits = {
  bytes: 20_000_000,
  rows: 100_000,
  columns: 200,
  cellCharacters: 32_000,
  tableCharacters: 60_000_000,
  unpackedBytes: 200_000_000,
  unpackedRatio: 250,
}
