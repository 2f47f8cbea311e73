// What the ledger says to one line, by whatever way it came in: recorded, known already, or refused with the reason
// (issue of one answer line per input line; RFC 9457 codes).
import { z } from 'zod'
import { Substance } from './substance.ts'

const Quanta = z.partialRecord(Substance, z.number().int())

/** What an accepted line does to the book, in whole quanta: shown before anything is recorded. */
export const LineEffect = z.object({
  drawn: z.array(z.object({ lot: z.string(), substance: Substance, amount: z.number().int(), left: z.number().int() })),
  born: z.array(z.object({ lot: z.string(), contained: Quanta })),
  measured: z.array(z.object({ lot: z.string(), substance: Substance, amount: z.number().int(), change: z.number().int() })),
  lost: Quanta,
  takesBack: z.string().nullable(),
})
export type LineEffect = z.infer<typeof LineEffect>

export const LineRefusal = z.object({ code: z.string(), detail: z.string(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).readonly().optional() })
export type LineRefusal = z.infer<typeof LineRefusal>

export const LineAnswer = z.object({
  /** The number of the line in what was sent, from 1. */
  line: z.number().int().optional(),
  /** The party's reference of the event; empty where the line could not be read that far. */
  event: z.string(),
  state: z.enum(['recorded', 'already-recorded', 'refused']),
  refusal: LineRefusal.optional(),
  effect: LineEffect.optional(),
})
export type LineAnswer = z.infer<typeof LineAnswer>

/** By which way lines came into the book. */
export const LineSource = z.enum(['form', 'file', 'bulk', 'epcis', 'scenario'])
export type LineSource = z.infer<typeof LineSource>
