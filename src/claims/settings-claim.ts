// What a scheme may set of claims.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { Day } from '#src/kernel/time.ts'

/** From this day, a claim to consumers in the EU that a product is neutral by offsets is blocked (Directive (EU) 2024/825). */
export const euConsumerOffsetSetting = schemeSetting('claim.eu-consumer-offset-from', Day, '2026-09-27', 'found')
/** Credits count that were retired within so many months before the claim (PAS 2060 as a check). */
export const creditWindowSetting = schemeSetting('claim.credit-window-months', z.number().int().min(1).max(60), 12, 'found')
/** The last day on which a claim may name PAS 2060: it was withdrawn then. */
export const pas2060UntilSetting = schemeSetting('claim.pas-2060-until', Day, '2025-11-30', 'found')

export const claimSettings = [euConsumerOffsetSetting, creditWindowSetting, pas2060UntilSetting] as const
