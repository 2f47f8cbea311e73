import { describe, expect, it } from 'vitest'
import { EventLine } from './event.ts'
import { decideEvent, type BookView } from './law.ts'
import { simulatedColumns } from './simulated-world-flow.ts'
import { simulatedLines } from './simulated-world-lines.ts'
import { simulatedKinds, simulatedLotId, type WorldShape } from './simulated-world.ts'
import { workingBook, type WorkingBook } from './working-book.ts'

const emptyBook = (organisationId: string): BookView => ({ organisationId, tolerance: 0.02, lot: () => undefined, event: () => undefined, changesOf: () => [] })

describe('a simulated world', () => {
  it.each<WorldShape>(['standard', 'primary', 'heavy'])('makes and loses no gram, and goes forward in time (%s)', (shape) => {
    const world = simulatedColumns({ lots: 30_000, seed: 11, shape })
    const left = Float64Array.from(world.lotGrams)
    let [wrong, made, lost] = [0, 0, 0]
    for (let event = 0; event < world.events; event++) {
      let into = 0
      for (let i = world.inPtr[event]!; i < world.inPtr[event + 1]!; i++) {
        const lot = world.inLot[i]!
        into += world.inGrams[i]!
        left[lot]! -= world.inGrams[i]!
        if (world.lotEvent[lot]! >= event || left[lot]! < 0) wrong += 1
      }
      let out = 0
      for (let lot = world.outPtr[event]!; lot < world.outPtr[event + 1]!; lot++) { out += world.lotGrams[lot]!; if (world.lotEvent[lot] !== event) wrong += 1 }
      if (simulatedKinds[world.kind[event]!] === 'extract') made += out
      else { lost += into - out; if (out > into) wrong += 1 }
      if (event > 0 && world.day[event]! < world.day[event - 1]!) wrong += 1
    }
    expect(wrong).toBe(0)
    expect(left.reduce((sum, grams) => sum + grams, 0) + lost).toBe(made)
    expect(world.lots).toBeGreaterThanOrEqual(30_000)
  })

  it('is the same from the same seed, and another from another', () => {
    const [a, b, c] = [3, 3, 4].map((seed) => simulatedColumns({ lots: 5000, seed, shape: 'standard' }))
    expect(a).toEqual(b)
    expect(a!.lotGrams).not.toEqual(c!.lotGrams)
    expect(simulatedLotId(a!, 100)).toMatch(/^simulated-3-[a-z-]+:[A-Z]+-[0-9A-Z]{5}$/)
  })

  it('has no scrap where it is primary, and scrap of both classes where it is standard', () => {
    const classes = (shape: WorldShape) => [...new Set(simulatedColumns({ lots: 60_000, seed: 1, shape }).lotScrap)].sort()
    expect(classes('primary')).toEqual([0])
    expect(classes('standard')).toEqual([0, 1, 2])
  })

  it('is accepted by the law of every book, line by line, in its own order', () => {
    const books = new Map<string, WorkingBook>()
    const sent = new Set<string>()
    const refused: string[] = []
    for (const { organisationId, line, awaits } of simulatedLines(simulatedColumns({ lots: 12_000, seed: 5, shape: 'standard' }))) {
      const parsed = EventLine.parse(line)
      if (parsed.kind === 'ship') sent.add(parsed.shipment)
      if (awaits !== null && !sent.has(awaits)) refused.push(`${awaits} received before it was sent`)
      const book = books.get(organisationId) ?? workingBook(emptyBook(organisationId))
      books.set(organisationId, book)
      const outcome = decideEvent(book, parsed)
      if (outcome.accepted) book.apply(outcome.value)
      else refused.push(`${parsed.event}: ${outcome.refusal.code} ${outcome.refusal.detail}`)
    }
    expect(refused).toEqual([])
    expect(books.size).toBeGreaterThan(12)
  })
})
