// What the provenance index is given by the house: footprint factors, and threads.
import { burdenSource } from '#src/footprint/burden-source.store.ts'
import { footprintOfLot } from '#src/footprint/lot-footprint.handlers.ts'
import { wireIndex } from '#src/provenance/index-wiring.ts'
import { mixOnThreads } from './provenance-threads.ts'
import { shippedFactors } from './shipped-lists.ts'

wireIndex({ burdens: burdenSource(shippedFactors), footprintOf: footprintOfLot(shippedFactors), mixOnThreads })
