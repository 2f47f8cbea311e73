// What the person who asks does next, by when and why; and the same days as a calendar.
import { z } from 'zod'
import { Role } from '#src/access/role.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { Day } from '#src/kernel/time.ts'
import { CaseId } from './case.ts'
import { CaseState } from './cycle.ts'
import { acts } from './next.ts'

export const NextRow = z.object({
  caseId: CaseId,
  siteName: z.string(),
  state: CaseState,
  /** The role in which it is this person's. */
  role: Role,
  act: z.enum(acts),
  isYours: z.boolean(),
  /** Whose act is awaited, where it is not this person's. */
  waitsFor: Role.nullable(),
  clock: z.string().nullable(),
  dueOn: Day.nullable(),
  /** Negative where it is late. */
  daysLeft: z.number().int().nullable(),
  link: z.string(),
})
export type NextRow = z.infer<typeof NextRow>

export const nextContract = {
  listNext: operation({
    method: 'GET', path: '/next-steps', tag: 'Inbox', permit: 'next:read', summary: 'What to do next in your cases, by when and why',
    description: 'Yours first, the nearest day first; then what waits for others.',
    input: z.object({ show: z.enum(['mine', 'all']).default('all'), ...PageQuery.shape }),
    result: z.object({ ...pageOf(NextRow).shape, mine: z.number().int(), waiting: z.number().int(), today: Day }), refusals: ['cursor-invalid'],
  }),
  getCalendar: operation({
    method: 'GET', path: '/calendars/{token}', tag: 'Inbox', permit: 'calendar:read', summary: 'The due days of a person as a calendar (ICS), by its secret address', stream: 'export',
    input: z.object({ token: z.string().max(200) }), result: z.unknown(), refusals: ['calendar-absent'],
  }),
  rotateCalendarToken: operation({
    method: 'POST', path: '/calendars', tag: 'Inbox', permit: 'inbox:write', summary: 'Make a new secret address for your calendar; the one before ends', hasSecretAnswer: true, status: 201,
    input: z.object({}), result: z.object({ address: z.string() }),
  }),
  endCalendar: operation({
    method: 'DELETE', path: '/calendars', tag: 'Inbox', permit: 'inbox:write', summary: 'End the secret address of your calendar', input: z.object({}), result: z.object({ hasCalendar: z.literal(false) }),
  }),
}
