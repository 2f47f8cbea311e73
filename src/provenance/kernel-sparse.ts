// Sparse rows for very many origins: only shares worth keeping. What is pruned goes to the atom `other`, so that shares still
// sum to one; nothing is lost, it is no longer told apart.
import { withRoom } from './column-array.ts'
import type { Rows } from './index-rows.ts'
import type { Vectors } from './index-vectors.ts'

/** Shares below are pruned: a gram in a hundred kilograms. */
const LEAST_SHARE = 1e-5

/** @param other the atom that takes what is pruned */
export function sparse(rows: Rows, atoms: number, other: number): Vectors {
  let start = new Uint32Array(rows.count + 1)
  let atom = new Uint32Array(rows.count * 8)
  let share = new Float32Array(rows.count * 8)
  let sums = new Float64Array(atoms)
  let touched = new Uint32Array(atoms)

  function keep(row: number, count: number): void {
    let at = start[row]!
    let rest = 0
    atom = withRoom(atom, at + count + 1)
    share = withRoom(share, at + count + 1)
    for (let i = 0; i < count; i++) {
      const one = touched[i]!
      const sum = sums[one]!
      sums[one] = 0
      if (sum < LEAST_SHARE || one === other) { rest += sum; continue }
      atom[at] = one
      share[at++] = sum
    }
    if (rest > 0) { atom[at] = other; share[at++] = rest }
    start[row + 1] = at
  }

  function mixRow(now: Rows, row: number): void {
    let count = 0
    if (now.rowAtom[row] !== 0) {
      touched[count++] = now.rowAtom[row]! - 1
      sums[now.rowAtom[row]! - 1] = 1
    }
    for (let edge = now.ptr[row]!, end = now.ptr[row + 1]!; edge < end; edge++) {
      const source = now.source[edge]!
      const weight = now.weight[edge]!
      for (let at = start[source]!, last = start[source + 1]!; at < last; at++) {
        const one = atom[at]!
        if (sums[one] === 0) touched[count++] = one
        sums[one] = sums[one]! + share[at]! * weight
      }
    }
    keep(row, count)
  }

  const vectors: Vectors = {
    precision: 'sparse',
    fits: () => true,
    mix: (now, from) => {
      start = withRoom(start, now.count + 1)
      for (let row = from; row < now.count; row++) {
        const most = Math.max(now.rowAtom[row]!, sums.length)
        if (most > sums.length) { sums = withRoom(sums, most); touched = withRoom(touched, most) }
        mixRow(now, row)
      }
    },
    eachShare: (row, visit) => { for (let at = start[row]!, end = start[row + 1]!; at < end; at++) visit(atom[at]!, share[at]!) },
    dot: (row, weights) => {
      let sum = 0
      for (let at = start[row]!, end = start[row + 1]!; at < end; at++) sum += share[at]! * (weights[atom[at]!] ?? 0)
      return sum
    },
    get bytes() { return start.byteLength + atom.byteLength + share.byteLength + sums.byteLength + touched.byteLength },
  }
  vectors.mix(rows, 0)
  return vectors
}
