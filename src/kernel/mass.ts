// Mass and fractions as they are written in a line, and the arithmetic of `quanta.ts` under the names the house knows.
import { z } from 'zod'
import { WRITTEN } from './quanta.ts'

export { FRACTION_SCALE, containedOf, decimalUnits, dividedHalfUp, fractionUnits, quantaOf, shareOf, splitWhole, tonnesText, type MassUnit } from './quanta.ts'

export const Quantum = z.enum(['g', 'mg'])
export type Quantum = z.infer<typeof Quantum>

/** A mass as people write it, with its unit. */
export const Mass = z.string().regex(WRITTEN, 'a mass is a number and its unit, such as 25.5 t (t, kg, g, mg, lb or oz)')
export type Mass = string

/** A decimal fraction such as a grade, a moisture or a recovery, as text: exact. */
export const Fraction = z.string().regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, 'a fraction lies between 0 and 1, such as 0.28')
export type Fraction = string
