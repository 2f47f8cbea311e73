// What a person chose for itself: the language it is written to, its time zone, and how mail comes.
import { z } from 'zod'

function isTimeZone(name: string): boolean {
  try { new Intl.DateTimeFormat('en', { timeZone: name }); return true } catch { return false }
}

export const Preference = z.object({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as es'),
  /** Null: that of the scheme. */
  timeZone: z.string().max(60).refine(isTimeZone, 'a time zone such as America/Santiago').nullable(),
  /** Each notice at once, one letter a day, or none: the inbox holds all of them. */
  mail: z.enum(['at-once', 'daily', 'none']),
})
export type Preference = z.infer<typeof Preference>

export const standardPreference: Preference = { language: 'en', timeZone: null, mail: 'at-once' }
