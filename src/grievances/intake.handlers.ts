// What concerns and grievances share: taking them in without a trace of the moment, and the way back by the receipt.
import type { Context } from '#src/access/context.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addMonths } from '#src/kernel/time.ts'
import { numbered, retentionMonths, type Intake, type IntakeKind, type SourceGroup } from './intake.ts'
import { addMessage, eraseIntake, insertIntake, intakeByReceipt, intakesClosedBy } from './intake.store.ts'

/** More than any exchange needs; past it somebody fills the table. */
export const MOST_MESSAGES = 100

type Said = { readonly language: string; readonly group: SourceGroup; readonly statement: string; readonly contact?: string | undefined; readonly sharesContact: boolean }

/** Keeps what was said. Nothing goes into the log: no position of it may tell that somebody spoke. */
export async function takeIn(ctx: Context, kind: IntakeKind, said: Said): Promise<{ intakeId: string; receipt: string }> {
  const { intakeId, receipt, receiptHash } = numbered(kind, ctx.newId('int'))
  await insertIntake(ctx.sql, {
    intakeId, kind, receiptHash, language: said.language, group: said.group, statement: said.statement.trim(), contact: said.contact?.trim() || null,
    sharesContact: said.sharesContact, receivedOn: ctx.today, closedOn: null, erasedOn: null,
  })
  return { intakeId, receipt: ctx.isDryRun ? 'none (dry run)' : receipt }
}

/** @throws Refused `receipt-unknown` */
export async function byReceipt(ctx: Context, receipt: string): Promise<Intake> {
  const found = await intakeByReceipt(ctx.sql, sha256Hex(receipt))
  if (found === undefined) throw new Refused(refuse('receipt-unknown', 'No concern or grievance has this receipt. Check each of its five groups.'))
  return found
}

/** @throws Refused `intake-full` */
export async function write(ctx: Context, intakeId: string, direction: 'from-source' | 'to-source', words: string): Promise<void> {
  if (!await addMessage(ctx.sql, intakeId, { direction, text: words.trim(), sentOn: ctx.today }, MOST_MESSAGES)) {
    throw new Refused(refuse('intake-full', `${MOST_MESSAGES} messages were exchanged; no more are kept.`))
  }
}

/** Erases what was closed longer ago than it may be kept. */
export async function eraseOldIntakes(ctx: Context): Promise<number> {
  const old = await intakesClosedBy(ctx.sql, addMonths(ctx.today, -await ctx.setting(retentionMonths)))
  for (const intakeId of old) await eraseIntake(ctx.sql, intakeId, ctx.today)
  return old.length
}
