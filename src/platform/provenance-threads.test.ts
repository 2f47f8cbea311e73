import { expect, it } from 'vitest'
import { randomLedger } from '#test/random-ledger.ts'
import { appendEvent, appendLink, newGraph } from '#src/provenance/graph.ts'
import { newBurdens } from '#src/provenance/index-burdens.ts'
import { compiled, engineOf } from '#src/provenance/index-engine.ts'
import { dense32, mixPlan, planFor, writeRows } from '#src/provenance/kernel-dense32.ts'
import { openKernel } from '#src/provenance/kernel-wasm.ts'
import { dividedBlocks, mixOnThreads } from './provenance-threads.ts'

it('two threads mix what one mixes', async () => {
  const ledger = randomLedger(6, 300)
  const graph = newGraph()
  for (const event of ledger.events) appendEvent(graph, event)
  for (const link of ledger.links) appendLink(graph, link)
  const { rows } = compiled(engineOf(graph, { epochsOf: () => [], factorVersion: '', flagged: new Set() }, newBurdens(), 0, undefined, true))
  const plans = [planFor(rows.count, rows.edgeCount, 100), planFor(rows.count, rows.edgeCount, 100)]
  for (const plan of plans) writeRows(plan, rows, 0)
  await mixOnThreads(plans[0]!, rows.count)
  mixPlan(openKernel(plans[1]!.memory), plans[1]!, 0, rows.count)
  const [two, one] = plans.map((plan) => dense32(rows, 100, plan))
  for (let row = 0; row < rows.count; row++) two!.eachShare(row, (atom, share) => expect(one!.dot(row, Float64Array.from({ length: 100 }, (_, i) => i === atom ? 1 : 0))).toBe(share))
})

it('hands out blocks so that each thread has about as many columns', () => {
  const blocks = [52, 52, 16].map((width, i) => ({ at: i, width: width as 16 | 52, firstAtom: 0 }))
  expect(dividedBlocks(blocks).map((part) => part.reduce((sum, { width }) => sum + width, 0))).toEqual([68, 52])
  expect(dividedBlocks(blocks.slice(2))).toHaveLength(1)
})
