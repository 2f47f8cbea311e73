// What a scheme may set about reminders and mail.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'

/** Lead times of dates that no standard gives any: validity of evidence, approvals, questions, actions of a plan. */
export const daysBeforeSetting = schemeSetting('reminder.days-before', z.array(z.number().int().min(0).max(1000)).min(1).max(20), [90, 30, 7, 1, 0], 'inferred')
export const lateEverySetting = schemeSetting('reminder.late-every-days', z.number().int().min(1).max(90), 7, 'inferred')
export const tellOperatorSetting = schemeSetting('reminder.tell-operator-when-late', z.boolean(), true, 'inferred')
/** Hour of the person's own day from which reminders and the letter of the day leave. */
export const mailHourSetting = schemeSetting('mail.hour', z.number().int().min(0).max(23), 7, 'inferred')
/** While false no mail leaves; what waits is counted. A switch-over sets it false. */
export const mailReleasedSetting = schemeSetting('mail.released', z.boolean(), true, 'inferred')
/** What a mail says at its foot about who sends it. */
export const mailSenderSetting = schemeSetting('mail.sender', z.string().trim().min(1).max(200), 'Cupel', 'inferred')

export const mailSettings = [daysBeforeSetting, lateEverySetting, tellOperatorSetting, mailHourSetting, mailReleasedSetting, mailSenderSetting]
