// What of mail concerns an invitation. The setting is the notices' own, which stand below: it is read here by its name.
import { z } from 'zod'
import { schemeSetting } from './scheme-setting.ts'

/** While false no mail leaves, an invitation's neither. */
export const mailReleased = schemeSetting('mail.released', z.boolean(), true, 'inferred')
