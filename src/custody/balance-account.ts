// An account and a declared group as they stand (custody notes 2.2: one account per profile, site, metal and characteristic).
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Fraction, Quantum } from '#src/kernel/mass.ts'
import { Day, type Instant } from '#src/kernel/time.ts'
import { BalanceRules, Characteristic } from './balance-profile.ts'
import { CustodyModel } from './custody-model.ts'
import { Substance } from './substance.ts'

export const BalanceAccount = z.object({
  accountId: z.string(), organisationId: z.string(), siteId: SiteId, profile: z.string(), profileVersion: z.string(), rules: BalanceRules,
  metal: Substance, characteristic: Characteristic, model: CustodyModel, unit: Quantum, beginsOn: Day,
  /** How much of the contained metal the plant wins, and the paper that shows it. */
  recovery: Fraction, recoveryDocument: z.string().nullable(), recoveryReviewedOn: Day.nullable(),
})
export type BalanceAccount = z.infer<typeof BalanceAccount>
export type HeldAccount = BalanceAccount & { readonly accountNo: number; readonly openedAt: Instant; readonly openedBy: string }

export const AccountGroup = z.object({ groupId: z.string(), organisationId: z.string(), profile: z.string(), name: z.string(), boundary: z.string(), siteIds: z.array(SiteId), declaredOn: Day })
export type AccountGroup = z.infer<typeof AccountGroup>

/** Without what is the house's own. */
export const shownAccount = (account: HeldAccount): BalanceAccount => BalanceAccount.parse(account)
