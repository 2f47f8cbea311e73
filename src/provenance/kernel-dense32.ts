// Dense rows in float32 for the WebAssembly kernel: blocks of columns in one shared memory, which worker threads may mix side by
// side, since columns do not know each other.
import type { Rows } from './index-rows.ts'
import type { Vectors } from './index-vectors.ts'
import { mix32 } from './kernel.ts'
import { openKernel, type Kernel } from './kernel-wasm.ts'

export type ColumnBlock = { readonly at: number; readonly width: 16 | 52; readonly firstAtom: number }
/** All that a thread needs to mix: where pointers, edges (source and weight in turns) and blocks lie in the memory. */
export type MixPlan = { readonly memory: WebAssembly.Memory; readonly ptrAt: number; readonly edgesAt: number; readonly blocks: readonly ColumnBlock[]; readonly rowRoom: number; readonly edgeRoom: number }

const PAGE = 65_536
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** Widths of blocks for so many columns: fifty-two fill the registers, sixteen the rest. */
export function blockWidths(atoms: number): (16 | 52)[] {
  const widths: (16 | 52)[] = []
  let left = atoms
  while (left > 32) { widths.push(52); left -= 52 }
  while (left > 0) { widths.push(16); left -= 16 }
  return widths
}

export function planFor(rows: number, edges: number, atoms: number): MixPlan {
  const ptrAt = 64
  const edgesAt = aligned(ptrAt + (rows + 1) * 4)
  let at = aligned(edgesAt + edges * 8)
  let firstAtom = 0
  const blocks = blockWidths(atoms).map((width): ColumnBlock => {
    const block = { at, width, firstAtom }
    at = aligned(at + rows * width * 4)
    firstAtom += width
    return block
  })
  return { memory: new WebAssembly.Memory({ initial: Math.ceil(at / PAGE), maximum: 65_536, shared: true }), ptrAt, edgesAt, blocks, rowRoom: rows, edgeRoom: edges }
}

/** Writes rows from a number on into the memory: pointers, edges, and the rows that are an origin themselves. */
export function writeRows(plan: MixPlan, rows: Rows, from: number): void {
  const { buffer } = plan.memory
  new Uint32Array(buffer, plan.ptrAt + from * 4, rows.count + 1 - from).set(rows.ptr.subarray(from, rows.count + 1))
  const sources = new Uint32Array(buffer, plan.edgesAt, plan.edgeRoom * 2)
  const weights = new Float32Array(buffer, plan.edgesAt, plan.edgeRoom * 2)
  for (let edge = rows.ptr[from]!; edge < rows.edgeCount; edge++) {
    sources[edge * 2] = rows.source[edge]!
    weights[edge * 2 + 1] = rows.weight[edge]!
  }
  for (const { at, width, firstAtom } of plan.blocks) {
    const values = new Float32Array(buffer, at, plan.rowRoom * width)
    for (let row = from; row < rows.count; row++) {
      if (rows.rowAtom[row] === 0) continue
      values.fill(0, row * width, (row + 1) * width)
      const column = rows.rowAtom[row]! - 1 - firstAtom
      if (column >= 0 && column < width) values[row * width + column] = 1
    }
  }
}

export function mixPlan(kernel: Kernel, { ptrAt, edgesAt, blocks }: MixPlan, from: number, to: number): void {
  for (const { at, width } of blocks) (width === 52 ? kernel.mix52 : kernel.mix16)(ptrAt, edgesAt, at, from, to)
}

/** The same without WebAssembly: the reference. */
export function mixPlanPlainly(plan: MixPlan, rows: Rows, from: number, to: number): void {
  for (const { at, width } of plan.blocks) mix32(rows.ptr, rows.source, rows.weight, new Float32Array(plan.memory.buffer, at, plan.rowRoom * width), width, from, to)
}

/** @param mixed a plan whose rows are mixed already */
export function dense32(rows: Rows, atoms: number, mixed?: MixPlan): Vectors {
  const plan = mixed ?? planFor(Math.ceil(rows.count * 1.1) + 64, Math.ceil(rows.edgeCount * 1.1) + 64, atoms)
  const kernel = openKernel(plan.memory)
  const blocks = plan.blocks.map((block) => ({ ...block, values: new Float32Array(plan.memory.buffer, block.at, plan.rowRoom * block.width) }))
  const columns = blocks.reduce((sum, { width }) => sum + width, 0)
  const vectors: Vectors = {
    precision: 'float32',
    fits: (now, count) => now.count <= plan.rowRoom && now.edgeCount <= plan.edgeRoom && count <= columns,
    mix: (now, from) => {
      writeRows(plan, now, from)
      mixPlan(kernel, plan, from, now.count)
    },
    eachShare: (row, visit) => {
      for (const { values, width, firstAtom } of blocks) {
        const at = row * width
        for (let column = 0; column < width; column++) if (values[at + column] !== 0) visit(firstAtom + column, values[at + column]!)
      }
    },
    dot: (row, weights) => {
      let sum = 0
      for (const { values, width, firstAtom } of blocks) {
        const at = row * width
        const count = Math.min(width, weights.length - firstAtom)
        for (let column = 0; column < count; column++) sum += values[at + column]! * weights[firstAtom + column]!
      }
      return sum
    },
    get bytes() { return plan.memory.buffer.byteLength },
  }
  if (mixed === undefined) vectors.mix(rows, 0)
  return vectors
}
