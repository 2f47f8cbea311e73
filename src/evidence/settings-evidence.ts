// What a scheme may set of its evidence libraries. Nothing of it was read in a source.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { FileType } from './file-type.ts'

export const evidenceMegabytesSetting = schemeSetting('evidence.most-megabytes', z.number().int().min(1).max(20), 20, 'inferred')
export const evidenceTypesSetting = schemeSetting('evidence.file-types', z.array(FileType).min(1), [...FileType.options], 'inferred')
export const evidenceMacrosSetting = schemeSetting('evidence.allows-macros', z.boolean(), false, 'inferred')
/** Days before an item lapses on which its owner is told. */
export const evidenceReminderSetting = schemeSetting('evidence.reminder-days', z.array(z.number().int().min(0).max(400)).min(1).max(10), [30, 7, 1, 0], 'inferred')

/** A document may unpack to this much, and no part of it to more than this many times its packed size. */
export const archiveLimits = { entries: 5000, unpackedBytes: 300_000_000, ratio: 200 } as const
