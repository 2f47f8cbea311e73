// What the ledger says to one line, by whatever way it came in: recorded, known already, or refused with the reason
// (issue of one answer line per input line; RFC 9457 codes).
import { z } from 'zod'
import { refuse } from '#src/kernel/refusal.ts'
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

/**
 * All or nothing: what is answered where one line was refused. The lines that nothing is wrong with say why they are not in
 * the book; null where all stand.
 */
export function withheldAnswers(answers: readonly LineAnswer[]): LineAnswer[] | null {
  const first = answers.findIndex(({ state }) => state === 'refused')
  if (first < 0) return null
  const { line = first + 1 } = answers[first]!
  return answers.map((answer) => {
    if (answer.state !== 'recorded') return answer
    const { effect: _, ...rest } = answer
    return { ...rest, state: 'refused', refusal: refuse('batch-refused', `Nothing is wrong with this line. It was to be recorded with all others or not at all, and line ${line} was refused. Correct that one and send all again.`) }
  })
}
