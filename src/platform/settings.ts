// Every setting of the scheme, by its slice: what the settings screen lists, and what `ctx.setting` may be asked for.
import { minimumGroup, retentionMonths } from '#src/grievances/intake.ts'
import { stepDays } from '#src/grievances/grievance.ts'
import type { SchemeSetting } from '#src/access/scheme-setting.ts'
import { assessmentSettings } from '#src/assurance/settings-assessment.ts'

export const schemeSettings: readonly SchemeSetting<unknown>[] = [
  ...assessmentSettings as unknown as readonly SchemeSetting<unknown>[],
  minimumGroup, retentionMonths, ...Object.values(stepDays),
]
