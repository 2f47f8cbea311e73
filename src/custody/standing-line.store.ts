// What an event's line states as it stands: what a correction says instead, and what it leaves unsaid as the line had it that
// it took back. Whoever reads a line for what it states (papers, names, losses, legs) reads it here.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'

/** A line as it was written, member by member. */
export type StandingLine = Readonly<Record<string, unknown>>
type Row = { readonly event_no: string | number; readonly kind: string; readonly text: string | null }

const wholeOf = (sent: StandingLine, before: StandingLine | undefined, kind: string): StandingLine => {
  const { instead, corrects: _corrects, reason: _reason, ...own } = sent
  return sent['kind'] === 'correct' ? { ...before, ...own, ...instead as object, kind } : sent
}

/** By event number; without those whose line was erased by law. */
export async function standingLines(sql: Sql, eventNos: readonly number[]): Promise<Map<number, StandingLine>> {
  if (eventNos.length === 0) return new Map()
  const { rows } = await text<Row>`select event_no, kind, text from custody_event where event_no = any(${[...eventNos]})`.execute(sql)
  const sent = new Map(rows.flatMap((row) => row.text === null ? [] : [[Number(row.event_no), { kind: row.kind, line: JSON.parse(row.text) as StandingLine }] as const]))
  const corrections = [...sent].filter(([, { line }]) => line['kind'] === 'correct').map(([eventNo]) => eventNo)
  const before = await linesTakenBack(sql, corrections)
  return new Map([...sent].map(([eventNo, { kind, line }]) => [eventNo, wholeOf(line, before.get(eventNo), kind)]))
}

/** The lines that corrections took back, by the event that took each back. */
async function linesTakenBack(sql: Sql, eventNos: readonly number[]): Promise<Map<number, StandingLine>> {
  if (eventNos.length === 0) return new Map()
  const { rows } = await text<{ event_no: string; voided_by: string }>`select event_no, voided_by from custody_event where voided_by = any(${[...eventNos]})`.execute(sql)
  const lines = await standingLines(sql, rows.map(({ event_no }) => Number(event_no)))
  return new Map(rows.flatMap(({ event_no, voided_by }) => { const line = lines.get(Number(event_no)); return line === undefined ? [] : [[Number(voided_by), line] as const] }))
}
