// The form of a line as JSON Schema, made from the one the ledger reads by: what a program checks before it sends.
import { z } from 'zod'
import { EventLine } from './event.ts'

let made: Readonly<Record<string, unknown>> | undefined

/** JSON Schema (2020-12) of one line. */
export const eventSchema = (): Record<string, unknown> => ({
  ...made ??= z.toJSONSchema(EventLine, { io: 'input', unrepresentable: 'any' }),
  title: 'Custody event', description: 'One line of a book: one event. Masses are text with their unit; fields that are not named here are refused.',
})
