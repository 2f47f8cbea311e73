// What the scheme sets of the cycle: where no source says how long or how early, the default is our deduction.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { LetterTemplate, letterTemplates } from './letter-template.ts'

/** The words of the letter of commitment, by language. */
export const letterTemplateSetting = schemeSetting('letter.template', z.record(z.string().max(20), LetterTemplate), letterTemplates, 'inferred')

/** How many months longer a clock may run whose standard names no longest time; beyond it a body has to approve. */
export const extensionMonths = schemeSetting('extension.months', z.number().int().min(0).max(60), 6, 'inferred')

/** How many months before the end of validity the next cycle may be opened. */
export const reassessmentMonthsBefore = schemeSetting('re-assessment.months-before', z.number().int().min(0).max(36), 12, 'inferred')

/** Whether a re-assessment begins with a new letter; the commitment of the first one stands otherwise. */
export const reassessmentNeedsLetter = schemeSetting('re-assessment.needs-letter', z.boolean(), false, 'inferred')

/** Under which licence the record of a participating site is published. */
export const participantLicence = schemeSetting('registry.participant-licence', z.string().trim().min(1).max(200), 'CC BY 4.0', 'inferred')

export const cycleSettings = [letterTemplateSetting, extensionMonths, reassessmentMonthsBefore, reassessmentNeedsLetter, participantLicence]
