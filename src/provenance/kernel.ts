// How rows are mixed, in plain TypeScript: the reference for every faster way. A row is the sum of its sources by weight; rows
// come in an order of making, so that one pass does (architecture section 1.5).
import type { Rows } from './index-rows.ts'

/** In float64, all columns of a row side by side. */
export function mix64(rows: Rows, values: Float64Array, width: number, from: number, to: number): void {
  const { ptr, source, weight } = rows
  for (let row = from; row < to; row++) {
    const start = ptr[row]!
    const end = ptr[row + 1]!
    if (start === end) continue
    const out = row * width
    const first = source[start]! * width
    const share = weight[start]!
    for (let column = 0; column < width; column++) values[out + column] = values[first + column]! * share
    for (let edge = start + 1; edge < end; edge++) {
      const one = source[edge]! * width
      const w = weight[edge]!
      for (let column = 0; column < width; column++) values[out + column] = values[out + column]! + values[one + column]! * w
    }
  }
}

/** In float32, a block of columns `width` wide; four columns at a time stay in registers. `width` is a multiple of four. */
export function mix32(ptr: Uint32Array, source: Uint32Array, weight: Float32Array | Float64Array, values: Float32Array, width: number, from: number, to: number): void {
  for (let row = from; row < to; row++) {
    const start = ptr[row]!
    const end = ptr[row + 1]!
    if (start === end) continue
    const out = row * width
    for (let column = 0; column < width; column += 4) {
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      for (let edge = start; edge < end; edge++) {
        const w = weight[edge]!
        const at = source[edge]! * width + column
        a += values[at]! * w
        b += values[at + 1]! * w
        c += values[at + 2]! * w
        d += values[at + 3]! * w
      }
      values[out + column] = a
      values[out + column + 1] = b
      values[out + column + 2] = c
      values[out + column + 3] = d
    }
  }
}
