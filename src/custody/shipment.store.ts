// SQL of hand-overs: shipments, receipts and the links between them. What follows from recorded lines is called by
// `handover.handlers.ts`.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'

/** Of these events, those that are one side of a hand-over both sides recorded: they are not taken back before it is undone. */
export async function linkedEvents(sql: Sql, eventNos: readonly number[]): Promise<Set<number>> {
  if (eventNos.length === 0) return new Set()
  const { rows } = await text<{ event_no: number | string }>`
    select ship_event_no as event_no from custody_link where ship_event_no = any(${[...eventNos]}) and not is_void
    union select receive_event_no from custody_link where receive_event_no = any(${[...eventNos]}) and not is_void
    union select event_no from custody_shipment where event_no = any(${[...eventNos]}) and state in ('accepted', 'settled')`.execute(sql)
  return new Set(rows.map((row) => Number(row.event_no)))
}
