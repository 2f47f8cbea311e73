// What a person chose about being told: in which language, at which hour of whose day, and by how many mails.
import { z } from 'zod'

const isTimeZone = (name: string): boolean => {
  try { new Intl.DateTimeFormat('en', { timeZone: name }); return true } catch { return false }
}

export const MailChoice = z.enum(['at-once', 'daily', 'none'])
export type MailChoice = z.infer<typeof MailChoice>

export const Preference = z.object({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is a code such as es').max(20),
  /** Null: the time zone of the scheme. */
  timeZone: z.string().max(60).refine(isTimeZone, 'a time zone such as America/Santiago').nullable(),
  /** Each notice at once, one letter a day, or none: the inbox holds all of them. */
  mail: MailChoice,
})
export type Preference = z.infer<typeof Preference>
