// The footprint of a lot told by the events that added to it: the same law as the column (`column.ts`), read upwards. Its parts
// sum to the column, since both hand on the same amounts by the same shares.
import type { BurdenPart } from './burden.ts'
import { allocationOf, grams, isTraded, outputsByMetal, shippedPerGram } from './column.ts'
import { sweepUp } from './trace-sweep.ts'
import type { Engine } from './index-engine.ts'
import { KIND, isLiveLink, kindAt, partsOfEvent } from './graph.ts'
import { partsOfRecord } from './index-burdens.ts'

export type AddedPart = BurdenPart & { readonly event: number }

export function footprintParts(engine: Engine, part: number): AddedPart[] {
  const { graph: g, burdens } = engine
  if (burdens.count === 0) return []
  // Kilograms at a node, per kilogram told of the lot: quanta of it that come of one quantum of the lot.
  const factor = new Map<number, number>([[g.partNode[part]!, 1]])
  const shipped = new Map<number, number>()
  const parts = new Map<string, AddedPart>()
  const tell = (event: number, record: number, times: number) => {
    for (const one of partsOfRecord(burdens, record)) {
      const key = `${event}\n${one.stage}\n${one.scope}\n${one.isPrimary}\n${one.label}`
      parts.set(key, { ...one, event, kgCo2e: (parts.get(key)?.kgCo2e ?? 0) + one.kgCo2e * times })
    }
  }
  const give = (node: number, times: number) => { if (times !== 0) factor.set(node, (factor.get(node) ?? 0) + times) }
  // All events above it by any metal, since what a lot carries comes by the metals its sources are traded for.
  for (const event of eventsAbove(engine, part)) {
    if (kindAt(g, event) === KIND.ship) {
      const times = shipped.get(event) ?? 0
      if (times !== 0) tell(event, burdens.ofEvent[event] ?? 0, times * shippedPerGram(g, event))
    } else if (kindAt(g, event) === KIND.receive) {
      for (const one of partsOfEvent(g, event)) {
        const times = (factor.get(g.partNode[one]!) ?? 0) / g.partAmount[one]!
        if (times === 0 || !isTraded(g, one)) continue
        tell(event, burdens.ofNode[g.partNode[one]!] ?? 0, times)
        if (g.origins[g.nodeOrigin[g.partNode[one]!]!]?.kind === 'scrap') continue
        for (let link = g.partLink[one]!; link !== 0; link = g.linkNextOfPart[link - 1]!) {
          const draw = g.linkDraw[link - 1]!
          if (!isLiveLink(g, link - 1) || !isTraded(g, g.drawPart[draw]!)) continue
          give(g.partNode[g.drawPart[draw]!]!, times * g.linkAmount[link - 1]!)
          shipped.set(g.drawEvent[draw]!, (shipped.get(g.drawEvent[draw]!) ?? 0) + times * grams(g.partSubstance[g.drawPart[draw]!]!, g.linkAmount[link - 1]!))
        }
      }
    } else {
      const outputs = outputsByMetal(g, event)
      const share = allocationOf(burdens, event, outputs)
      const times = outputs.substances.reduce((sum, substance) => sum + (factor.get(outputs.node[substance]!) ?? 0) * share[substance]! / outputs.amount[substance]!, 0)
      if (times === 0) continue
      tell(event, burdens.ofEvent[event] ?? 0, times)
      for (let draw = g.eventDraw[event]!, end = draw + g.eventDraws[event]!; draw < end; draw++) if (isTraded(g, g.drawPart[draw]!)) give(g.partNode[g.drawPart[draw]!]!, times * g.drawAmount[draw]!)
    }
  }
  return [...parts.values()].filter(({ kgCo2e }) => kgCo2e !== 0)
}

/** Newest first. A lot of one metal has one sweep; where a source is traded for another metal, its past is swept too. */
function eventsAbove(engine: Engine, part: number): Iterable<number> {
  return sweepUp(engine, part, { byTraded: true }).events
}
