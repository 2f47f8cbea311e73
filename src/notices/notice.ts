// What a person is told: a kind with its message in `languages/<tag>/notices.json`, the values for it, and where to go.
import type { Day } from '#src/kernel/time.ts'

export type Notice = {
  readonly userId: string
  /** Key of two messages: `<kind>.subject` and `<kind>.text`. */
  readonly kind: string
  readonly params: Readonly<Record<string, string | number>>
  /** A path of this installation, such as `/cases/cas_…/workbook`. */
  readonly link: string
  readonly caseId?: string | undefined
  readonly dueOn?: Day | undefined
  /** Names the matter: told once to each person. Reminders of one clock share a beginning, so that all end together. */
  readonly dedupeKey: string
}
