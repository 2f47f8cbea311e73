import asc from 'assemblyscript/asc'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { luckOf } from '#test/random-ledger.ts'
import { newRows, type Rows } from './index-rows.ts'
import { blockWidths, mixPlan, mixPlanPlainly, planFor, writeRows } from './kernel-dense32.ts'
import { KERNEL_BYTES } from './kernel/kernel-bytes.ts'
import { openKernel } from './kernel-wasm.ts'
import { mix64 } from './kernel.ts'

/** Rows of random sources, each from rows before it. */
function randomRows(count: number, atoms: number, seed: number): Rows {
  const luck = luckOf(seed)
  const rows = newRows()
  rows.count = count
  rows.ptr = new Uint32Array(count + 1)
  rows.rowAtom = new Uint32Array(count)
  const source: number[] = []
  const weight: number[] = []
  for (let row = 0; row < count; row++) {
    if (row < atoms) rows.rowAtom[row] = row + 1
    else {
      const weights = Array.from({ length: 2 + Math.floor(luck() * 6) }, () => luck() + 0.01)
      const sum = weights.reduce((a, b) => a + b, 0)
      for (const one of weights) { source.push(Math.floor(luck() * row)); weight.push(one / sum) }
    }
    rows.ptr[row + 1] = source.length
  }
  rows.source = Uint32Array.from(source)
  rows.weight = Float64Array.from(weight)
  rows.edgeCount = source.length
  return rows
}

describe('the kernel', () => {
  it('in WebAssembly is what its source compiles to', async () => {
    const source = readFileSync(join(import.meta.dirname, 'kernel', 'mix.assembly'), 'utf8')
    const made = new Map<string, string | Uint8Array>()
    const { error } = await asc.main(['mix.ts', '--outFile', 'mix.wasm', '--runtime', 'stub', '--noAssert', '-O3', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--enable', 'threads,simd'], {
      readFile: (name) => name === 'mix.ts' ? source : null, writeFile: (name, contents) => { made.set(name, contents) }, listFiles: () => [],
    })
    expect(error).toBeNull()
    expect(Buffer.from(made.get('mix.wasm') as Uint8Array).toString('base64')).toBe(KERNEL_BYTES)
  })

  it.each([1, 16, 17, 33, 52, 100, 128])('mixes %i origins the same way in WebAssembly, plain float32 and float64', (atoms) => {
    const rows = randomRows(600, atoms, atoms)
    const exact = new Float64Array(rows.count * atoms)
    for (let row = 0; row < atoms; row++) exact[row * atoms + row] = 1
    mix64(rows, exact, atoms, 0, rows.count)
    const read = (mix: (plan: ReturnType<typeof planFor>) => void): number[] => {
      const plan = planFor(rows.count, rows.edgeCount, atoms)
      writeRows(plan, rows, 0)
      mix(plan)
      const values: number[] = []
      for (let row = 0; row < rows.count; row++) for (const { at, width, firstAtom } of plan.blocks) {
        const block = new Float32Array(plan.memory.buffer, at, rows.count * width)
        for (let column = 0; column < width && firstAtom + column < atoms; column++) values.push(block[row * width + column]!)
      }
      return values
    }
    for (const values of [read((plan) => mixPlan(openKernel(plan.memory), plan, 0, rows.count)), read((plan) => mixPlanPlainly(plan, rows, 0, rows.count))]) {
      expect(values).toHaveLength(exact.length)
      let worst = 0
      for (const [i, value] of values.entries()) worst = Math.max(worst, Math.abs(value - exact[i]!))
      expect(worst).toBeLessThan(1e-6)
    }
  })

  it('has columns enough, and few in vain', () => {
    for (let atoms = 1; atoms <= 200; atoms++) {
      const columns = blockWidths(atoms).reduce<number>((sum, width) => sum + width, 0)
      expect(columns).toBeGreaterThanOrEqual(atoms)
      expect(columns - atoms).toBeLessThan(20)
    }
  })
})
