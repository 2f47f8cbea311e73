// What a scheme may set of recognition. Nothing of it was read in a source.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'

/** Days before a certificate of a site ends on which its people are told. */
export const certificateReminderSetting = schemeSetting('recognition.certificate-reminder-days', z.array(z.number().int().min(0).max(400)).min(1).max(10), [90, 30, 7, 1, 0], 'inferred')
/** How long an approval of a row lasts unless another day is named. */
export const approvalMonthsSetting = schemeSetting('recognition.approval-months', z.number().int().min(1).max(120), 36, 'inferred')
