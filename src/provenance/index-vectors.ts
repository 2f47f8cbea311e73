// The vectors of the index: the share of every origin in every row. In float64 while they are few, so that an answer is exact to
// twelve digits; in blocks of float32 for the WebAssembly kernel where they are many; sparse where there are many origins too.
import { withRoom } from './column-array.ts'
import type { Rows } from './index-rows.ts'
import { mix64 } from './kernel.ts'
import { dense32 } from './kernel-dense32.ts'
import { sparse } from './kernel-sparse.ts'

export type Precision = 'float64' | 'float32' | 'sparse'

export type Vectors = {
  readonly precision: Precision
  /** Whether rows and atoms go on as laid out; if not, all are laid out anew. */
  fits(rows: Rows, atoms: number): boolean
  /** Mixes the rows from a number on. */
  mix(rows: Rows, from: number): void
  eachShare(row: number, visit: (atom: number, share: number) => void): void
  /** Sum of shares times weights by atom. */
  dot(row: number, weights: Float64Array): number
  readonly bytes: number
}

/** Cells in float64 up to here: 64 MB. */
const EXACT_CELLS = 8_000_000
/** Columns for which dense rows pay. */
const DENSE_ATOMS = 128
/** Of one memory of the kernel. */
const MOST_BYTES = 4_000_000_000

export function precisionFor(rows: number, atoms: number): Precision {
  if (rows * atoms <= EXACT_CELLS) return 'float64'
  return atoms <= DENSE_ATOMS && rows * (atoms + 16) * 5 < MOST_BYTES ? 'float32' : 'sparse'
}

export const OTHER_NEEDED: ReadonlySet<Precision> = new Set(['sparse'])

/** Lays out and mixes all rows. @param other the atom that takes what is too small to be kept, where the layout is sparse */
export function vectorsOf(rows: Rows, atoms: number, precision: Precision, other: number): Vectors {
  const vectors = precision === 'float64' ? dense64(rows, atoms) : precision === 'float32' ? dense32(rows, atoms) : sparse(rows, atoms, other)
  return vectors
}

function dense64(rows: Rows, atoms: number): Vectors {
  const width = atoms + 8
  let values = new Float64Array(rows.count * width)
  const vectors: Vectors = {
    precision: 'float64',
    fits: (now, count) => count <= width && precisionFor(now.count, count) === 'float64',
    mix: (now, from) => {
      values = withRoom(values, now.count * width)
      for (let row = from; row < now.count; row++) {
        if (now.rowAtom[row] === 0) continue
        values.fill(0, row * width, (row + 1) * width)
        values[row * width + now.rowAtom[row]! - 1] = 1
      }
      mix64(now, values, width, from, now.count)
    },
    eachShare: (row, visit) => {
      for (let atom = 0, at = row * width; atom < width; atom++, at++) if (values[at] !== 0) visit(atom, values[at]!)
    },
    dot: (row, weights) => {
      let sum = 0
      const count = Math.min(width, weights.length)
      for (let atom = 0, at = row * width; atom < count; atom++, at++) sum += values[at]! * weights[atom]!
      return sum
    },
    get bytes() { return values.byteLength },
  }
  vectors.mix(rows, 0)
  return vectors
}
