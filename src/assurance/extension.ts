// A longer due date: asked for by the site, decided by the scheme within what the standard allows; beyond that only with
// the approval of a body. Each one is logged: its class of reason is public, its words are not.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { longText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { CaseId } from './case.ts'
import { isRunning, type CaseClock } from './clock.ts'

/** Public. Found nowhere as a list; these are ours. */
export const ExtensionReason = z.enum(['investment-under-way', 'permit-awaited', 'assessor-not-available', 'access-or-safety', 'change-of-owner', 'force-majeure', 'other'])
export type ExtensionReason = z.infer<typeof ExtensionReason>

export const ExtensionState = z.enum(['asked', 'granted', 'refused', 'withdrawn', 'moot'])
export type ExtensionState = z.infer<typeof ExtensionState>

export const Extension = z.object({
  extensionId: z.string(),
  caseId: CaseId,
  clock: z.string(),
  /** `moot`: the clock stopped before anybody decided. */
  state: ExtensionState,
  askedOn: Day,
  askedUntil: Day,
  reasonClass: ExtensionReason,
  /** Private; null for whoever may not read it, and once erased. */
  reason: longText(2000).nullable(),
  decidedOn: Day.nullable(),
  /** The due day before it was granted. */
  dueBefore: Day.nullable(),
  grantedUntil: Day.nullable(),
  /** The body that approved a time beyond the rule. */
  approvedBy: z.string().nullable(),
  decisionText: longText(2000).nullable(),
  withdrawnOn: Day.nullable(),
})
export type Extension = z.infer<typeof Extension>

export type StoredExtension = Omit<Extension, 'state'>

export const stateOf = (one: Pick<StoredExtension, 'decidedOn' | 'grantedUntil' | 'withdrawnOn'>, clock: CaseClock | undefined): ExtensionState =>
  one.withdrawnOn !== null ? 'withdrawn' : one.decidedOn !== null ? (one.grantedUntil === null ? 'refused' : 'granted')
    : clock !== undefined && isRunning(clock) ? 'asked' : 'moot'

/** A request can only be for a clock that runs, and for a later day. @returns `clock-not-running`, `extension-not-later` */
export function askable(clock: CaseClock | undefined, name: string, until: Day, today: Day): Outcome<CaseClock> {
  if (clock === undefined || !isRunning(clock)) {
    return deny(refuse('clock-not-running', `The clock "${name}" does not run in this case, so that there is nothing to extend. The case page lists those that run.`))
  }
  const floor = clock.dueOn > today ? clock.dueOn : today
  if (until <= floor) {
    return deny(refuse('extension-not-later', `${until} is not later than ${floor === today ? 'today' : 'the due day'}, ${floor}. Ask for a later day.`))
  }
  return accept(clock)
}

export type Grant = { readonly until: Day; readonly latest: Day; readonly approvedBy: string | null; readonly today: Day }

/** The clock after an extension: the due day moves, the first one stays. @returns also `extension-too-long` */
export function extended(clock: CaseClock | undefined, name: string, grant: Grant): Outcome<CaseClock> {
  const asked = askable(clock, name, grant.until, grant.today)
  if (!asked.accepted) return asked
  if (grant.until > grant.latest && grant.approvedBy === null) {
    return deny(refuse('extension-too-long', `By the rule the clock may run to ${grant.latest} at the longest, and ${grant.until} was asked. Grant that day, or name the body that approved a longer time.`))
  }
  return accept({ ...asked.value, dueOn: grant.until })
}
