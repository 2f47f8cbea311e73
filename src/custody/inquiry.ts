// The operator's inquiry into one book: it sees totals, not counterparties, unless it opens an inquiry with a reason that is
// logged; the party is told, unless a law that is named forbids it (custody notes 2.6).
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { longText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'

export const inquiryDaysSetting = schemeSetting('inquiry.days', z.number().int().min(1).max(180), 14, 'inferred')
/** Whether an inquiry may be opened without telling the party, where a law forbids telling. */
export const inquiryUntoldSetting = schemeSetting('inquiry.may-be-untold', z.boolean(), true, 'inferred')

export const InquiryReason = longText(1000).refine((text) => text.trim().length >= 10, 'the reason is logged: say it in at least ten characters')

export const Inquiry = z.object({
  inquiryId: z.string(),
  organisationId: z.string(),
  reason: z.string(),
  untoldBecause: z.string().nullable().describe('the law that forbids telling the party; null where it was told'),
  openedAt: Instant,
  openedBy: z.string(),
  closesAt: Instant,
  closedAt: Instant.nullable(),
})
export type Inquiry = z.infer<typeof Inquiry>

export const isOpen = (inquiry: Inquiry, now: Instant): boolean => inquiry.closedAt === null && inquiry.closesAt > now
