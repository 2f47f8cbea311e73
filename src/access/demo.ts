// A demonstration: a fictitious scheme year that anybody at this machine may enter in any role, move through time, and
// begin anew. It exists only in a database that was created as one.
import { z } from 'zod'
import { Day } from '#src/kernel/time.ts'
import { Role } from './role.ts'

export const DemoPerson = z.object({
  /** Names the person in `enterDemo`, such as `site-owner`. */
  key: z.string().regex(/^[a-z]+(-[a-z]+)*$/).max(60),
  name: z.string(), role: Role, organisation: z.string(),
})
export type DemoPerson = z.infer<typeof DemoPerson>

export type Demo = {
  readonly people: readonly DemoPerson[]
  /** An answer that carries the session of that person; undefined where there is no such person. */
  enter(key: string): Promise<Response | undefined>
  /** Moves the clock forward to the morning of a day and does what the time between would have done. */
  moveTo(day: Day): Promise<void>
  /** Begins the year anew; the server answers again a few seconds later. */
  reset(): void
}
