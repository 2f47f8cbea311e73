// What a scheme may set of balance accounts, beside what their profiles say.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'

/** Days after the end of a period by which it should be closed; the sources name a rhythm, not a term. */
export const closeDaysSetting = schemeSetting('balance.close-days', z.number().int().min(1).max(120), 15, 'inferred')
