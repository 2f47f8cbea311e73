import fc from 'fast-check'
import { expect, it } from 'vitest'
import { luckOf, randomLedger } from '#test/random-ledger.ts'
import { appendEvent, appendLink, newGraph } from './graph.ts'
import { addBurden, newBurdens } from './index-burdens.ts'
import { engineOf } from './index-engine.ts'
import { indexOf } from './index-reading.ts'

it('the footprint of a lot is what the events above it added, told by each: parts sum to the column', () => {
  fc.assert(fc.property(fc.integer(), (seed) => {
    const ledger = randomLedger(seed, 60)
    const luck = luckOf(seed + 1)
    const graph = newGraph()
    for (const event of ledger.events) appendEvent(graph, event)
    for (const link of ledger.links) appendLink(graph, link)
    const burdens = newBurdens()
    for (const event of ledger.events) {
      const burden = () => ({ eventNo: event.eventNo, rule: 'mass', allocation: {}, parts: [{ stage: 'other' as const, scope: 1 as const, kgCo2e: luck() * 100, isPrimary: luck() < 0.5, label: 'invented' }] })
      if (event.kind !== 'receive') addBurden(burdens, graph, burden(), null)
      else for (const lot of event.lots) addBurden(burdens, graph, burden(), lot.lotNo)
    }
    const index = indexOf(engineOf(graph, { epochsOf: () => [], factorVersion: 'f', flagged: new Set() }, burdens))
    for (const { lotNo } of ledger.events.flatMap(({ lots }) => lots)) {
      const parts = index.footprintParts(lotNo)
      const column = index.value('kg-co2e', lotNo)
      expect(Math.abs(parts.reduce((sum, { kgCo2e }) => sum + kgCo2e, 0) - column)).toBeLessThan(1e-9 * Math.max(1, column))
      const primary = parts.filter(({ isPrimary }) => isPrimary).reduce((sum, { kgCo2e }) => sum + kgCo2e, 0)
      expect(Math.abs(primary - index.value('primary-kg-co2e', lotNo))).toBeLessThan(1e-9 * Math.max(1, primary))
    }
  }), { numRuns: 25 })
})
