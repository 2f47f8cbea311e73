// What a scheme may set of its custody ledger.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'

/** By how much inputs may differ from outputs, losses and stock change; a book takes it when it is opened (UN/CEFACT sample: 2 %). */
export const toleranceSetting = schemeSetting('custody.tolerance', z.number().min(0).max(0.2), 0.02, 'found')

/** How many days back an event may lie when it is recorded; 0 sets no limit. */
export const backdatingSetting = schemeSetting('custody.backdating-days', z.number().int().min(0).max(36_500), 0, 'inferred')

/** By how much counted stock may differ from the books before it asks for a reason (ISCC 203: 0.5 %). */
export const stockToleranceSetting = schemeSetting('custody.stock-tolerance', z.number().min(0).max(0.2), 0.005, 'found')

export const custodySettings = [toleranceSetting, backdatingSetting, stockToleranceSetting] as const
