// What every step of an application is given.
import type { Draft, StandardRow } from './apply-draft.ts'

export type StepProps = {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  /** Fields that were missing when the visitor wanted to go on. */
  readonly faults: readonly (keyof Draft)[]
  readonly standards: readonly StandardRow[]
}
