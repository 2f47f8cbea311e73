// How balance accounts are shown: the number that matters first, then what it is made of. Masses are written texts, exact to
// the gram (`185.671 t`).
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import type { AccountFigures, PeriodCourse, Vintage } from './balance.ts'
import { BalanceAccount, type HeldAccount } from './balance-account.ts'
import { EntryKind, RestsOn } from './balance-entry.ts'
import { periodTo, writtenMass } from './balance-period.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'

const MassText = z.string()

export const FiguresView = z.object({
  opening: MassText, credited: MassText, claimed: MassText, returned: MassText, adjusted: MassText, groupIn: MassText, groupOut: MassText, expired: MassText, closing: MassText,
  eligibleInput: MassText, otherInput: MassText, output: MassText,
})
export type FiguresView = z.infer<typeof FiguresView>

export const VintageView = z.object({ period: z.number(), quantity: MassText, /** Null where it never lapses. */ usableUntil: Day.nullable() })
export const PeriodView = z.object({ period: z.number(), from: Day, to: Day, state: z.enum(['open', 'closed']), figures: FiguresView, digest: z.string().nullable(), closedAt: Instant.nullable() })
export type PeriodView = z.infer<typeof PeriodView>

export const Meter = z.object({
  /** How much may still be claimed today. */
  left: MassText,
  leftShare: z.number().min(0).max(1),
  balance: MassText, opening: MassText, credited: MassText, claimed: MassText, adjusted: MassText,
  /** What the profile lets the balance fall below zero now; null where only the close counts. */
  overdraw: MassText.nullable(),
  /** Share of eligible input, in percent to six digits, under the percentage method. */
  eligiblePercent: z.string().nullable(),
  expiringNext: VintageView.nullable(),
  daysToClose: z.number().int(),
})
export type Meter = z.infer<typeof Meter>

export const AccountRow = z.object({ account: BalanceAccount, siteName: z.string(), profileTitle: z.string(), groupId: z.string().nullable(), meter: Meter, period: z.object({ period: z.number(), from: Day, to: Day }), mayWrite: z.boolean(), mayClose: z.boolean(), /** Of an invented book: said wherever it appears. */ isSimulated: z.boolean() })
export type AccountRow = z.infer<typeof AccountRow>

export const EntryView = z.object({
  entryId: z.string(), kind: EntryKind, on: Day, period: z.number(), amount: MassText, eligible: MassText, other: MassText, output: MassText, recovery: z.string().nullable(),
  recoveryDocument: z.string().nullable(), restsOn: RestsOn.nullable(), restsRef: z.string().nullable(), reference: z.string().nullable(), supplierSite: SiteId.nullable(),
  supplierName: z.string().nullable(), model: CustodyModel.nullable(), scrapClass: ScrapClass.nullable(), document: z.string().nullable(), correctsEntryId: z.string().nullable(),
  note: z.string().nullable(), recordedAt: Instant, recordedBy: z.string(),
})
export type EntryView = z.infer<typeof EntryView>

export function figuresView(figures: AccountFigures, unit: 'g' | 'mg'): FiguresView {
  const say = (quanta: number): string => writtenMass(quanta, unit)
  return {
    opening: say(figures.opening), credited: say(figures.credited), claimed: say(figures.debited), returned: say(figures.returned), adjusted: say(figures.adjusted), groupIn: say(figures.groupIn),
    groupOut: say(figures.groupOut), expired: say(figures.expired), closing: say(figures.closing), eligibleInput: say(figures.eligible), otherInput: say(figures.other), output: say(figures.output),
  }
}

export const vintageView = ({ rules, beginsOn, unit }: HeldAccount, { period, quantity }: Vintage): z.infer<typeof VintageView> => ({
  period, quantity: writtenMass(quantity, unit), usableUntil: rules.carryOverPeriods === null ? null : periodTo(beginsOn, rules.periodMonths, period + rules.carryOverPeriods),
})

/** Percent with six digits, half up; what may be claimed is computed from the exact share. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '0.000000'
  const digits = String((2n * BigInt(part) * 100_000_000n + BigInt(whole)) / (2n * BigInt(whole))).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

export const eligiblePercent = ({ windowEligible, windowOther }: PeriodCourse): string => percentText(windowEligible, windowEligible + windowOther)
