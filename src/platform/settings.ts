// Every setting of the scheme, by its slice: what the settings screen lists, and what `ctx.setting` may be asked for.
import { closeDaysSetting } from '#src/custody/balance-setting.ts'
import { minimumGroup, retentionMonths } from '#src/grievances/intake.ts'
import { stepDays } from '#src/grievances/grievance.ts'
import { evidenceMacrosSetting, evidenceMegabytesSetting, evidenceReminderSetting, evidenceTypesSetting } from '#src/evidence/settings-evidence.ts'
import { cycleSettings } from '#src/assurance/settings-cycle.ts'
import { transitionRules } from '#src/assurance/settings-version.ts'
import { blockingChecks } from '#src/assurance/workbook-quality.ts'
import { invitationDays } from '#src/access/people.ts'
import { awardSettings } from '#src/awards/settings-award.ts'
import { decisionExcludesReviewer, decisionMajority, decisionQuorum } from '#src/assurance/decision.ts'
import { reviewChecklist, reviewDays } from '#src/assurance/review.ts'
import { approvalMonthsSetting, certificateReminderSetting } from '#src/assurance/settings-recognition.ts'
import type { SchemeSetting } from '#src/access/scheme-setting.ts'
import { disclosureBandSetting, disclosurePartiesSetting } from '#src/provenance/disclosure-shares.ts'
import { inquiryDaysSetting, inquiryUntoldSetting } from '#src/custody/inquiry.ts'
import { pageSettings } from '#src/access/settings-pages.ts'
import { mailSettings } from '#src/notices/settings-mail.ts'
import { claimSettings } from '#src/claims/settings-claim.ts'
import { footprintSettings } from '#src/footprint/settings-footprint.ts'
import { assessmentSettings } from '#src/assurance/settings-assessment.ts'
import { flaggedPlacesSetting } from '#src/provenance/index-setting.ts'
import { custodySettings } from '#src/custody/settings-custody.ts'
import { shipmentSettings } from '#src/custody/shipment.ts'

export const schemeSettings: readonly SchemeSetting<unknown>[] = [
  invitationDays,
  ...[disclosurePartiesSetting, disclosureBandSetting, inquiryDaysSetting, inquiryUntoldSetting] as unknown as readonly SchemeSetting<unknown>[],
  ...cycleSettings,
  ...[evidenceMegabytesSetting, evidenceTypesSetting, evidenceMacrosSetting, evidenceReminderSetting, certificateReminderSetting, approvalMonthsSetting] as unknown as readonly SchemeSetting<unknown>[],
  ...mailSettings as unknown as readonly SchemeSetting<unknown>[],
  ...Object.values(pageSettings) as unknown as readonly SchemeSetting<unknown>[],
  ...assessmentSettings as unknown as readonly SchemeSetting<unknown>[],
  minimumGroup, retentionMonths, ...Object.values(stepDays),
  blockingChecks,
  ...claimSettings as unknown as readonly SchemeSetting<unknown>[],
  ...footprintSettings as unknown as readonly SchemeSetting<unknown>[],
  transitionRules as unknown as SchemeSetting<unknown>,
  ...[decisionQuorum, decisionMajority, decisionExcludesReviewer, reviewChecklist, reviewDays, ...awardSettings] as unknown as readonly SchemeSetting<unknown>[],
  flaggedPlacesSetting as unknown as SchemeSetting<unknown>,
  ...custodySettings as unknown as readonly SchemeSetting<unknown>[],
  closeDaysSetting as unknown as SchemeSetting<unknown>,
  ...shipmentSettings as unknown as readonly SchemeSetting<unknown>[],
]
