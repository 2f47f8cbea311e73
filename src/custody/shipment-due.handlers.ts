// Shipments that nobody answered: reminders before the day, and after it they stand as lapsed, which both sides are told.
// They can still be answered: facts arrive late (issue paragraph 1.3).
import type { Context } from '#src/access/context.ts'
import { addDays, dayOf } from '#src/kernel/time.ts'
import type { Due } from '#src/notices/reminder.ts'
import { namesOf } from './ledger.handlers.ts'
import { peopleOf, tell } from './shipment-notice.handlers.ts'
import { answerReminderSetting, shipmentIdOf } from './shipment.ts'
import { addSteps, overdueShipments, setShipmentState, shipmentsDue } from './shipment.store.ts'

/** Lets shipments lapse whose time to answer has passed. */
export async function lapseShipments(ctx: Context): Promise<void> {
  const overdue = await overdueShipments(ctx.sql, ctx.now)
  if (overdue.length === 0) return
  await setShipmentState(ctx.sql, overdue.map(({ shipmentNo }) => shipmentNo), { state: 'lapsed' })
  await addSteps(ctx.sql, overdue.map(({ shipmentNo }) => ({ shipmentNo, step: 'lapsed', at: ctx.now, side: 'time', userId: null, reason: null })))
  for (const one of overdue) ctx.record({ kind: 'shipment.lapsed', subject: shipmentIdOf(one.shipmentNo), isPublic: false, body: { bookNo: one.bookNo, shipment: one.shipment, answerBy: one.answerBy } })
  await tell(ctx, 'shipment.lapsed', 'sender', overdue, ctx.now)
  await tell(ctx, 'shipment.lapsed', 'receiver', overdue, ctx.now)
}

/** The receivers' people are reminded. */
export async function dueShipments(ctx: Context): Promise<Due[]> {
  const daysBefore = await ctx.setting(answerReminderSetting)
  if (daysBefore.length === 0) return []
  const waiting = await shipmentsDue(ctx.sql, `${addDays(ctx.today, Math.max(...daysBefore) + 1)}T23:59:59.999Z`)
  const names = await namesOf(ctx, [...new Set(waiting.map(({ organisationId }) => organisationId))])
  const dues: Due[] = []
  for (const one of waiting) {
    dues.push({
      matter: `shipment:${one.shipmentNo}`, kind: 'reminder.shipment', params: { shipment: one.shipment, party: names.get(one.organisationId)! }, link: `/shipments/${shipmentIdOf(one.shipmentNo)}`,
      dueOn: dayOf(one.answerBy!), daysBefore, userIds: await peopleOf(ctx, one, 'receiver'),
    })
  }
  return dues
}
