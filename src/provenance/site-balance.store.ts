// SQL of the metal balance of a site, from the custody tables.
import { sql as text } from 'kysely'
import { standingLines } from '#src/custody/standing-line.store.ts'
import { quantumOf, type Substance } from '#src/custody/substance.ts'
import { quantaOf } from '#src/kernel/mass.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { MetalMovements } from './site-balance.ts'

type Row = Record<string, unknown>
const number = (value: unknown): number => Number(value)

const none = (substance: Substance): MetalMovements => ({ substance, opening: 0, mined: 0, received: 0, shipped: 0, sold: 0, processed: 0, won: 0, lost: 0, stockChange: 0, settled: 0 })
type Movement = keyof Omit<MetalMovements, 'substance'>

const BORN: Readonly<Record<string, Movement>> = { extract: 'mined', receive: 'received', transform: 'won', split: 'won', merge: 'won', aggregate: 'won' }
const DRAWN: Readonly<Record<string, Movement>> = { ship: 'shipped', sell: 'sold', transform: 'processed', split: 'processed', merge: 'processed', aggregate: 'processed' }

/** @param from first instant @param until instant after the last */
export async function movementsOf(sql: Sql, organisationId: string, siteId: string, from: Instant, until: Instant): Promise<MetalMovements[]> {
  const found = new Map<Substance, { -readonly [K in keyof MetalMovements]: MetalMovements[K] }>()
  const of = (substance: unknown) => {
    const known = found.get(substance as Substance) ?? { ...none(substance as Substance) }
    found.set(substance as Substance, known)
    return known
  }
  const mine = text`join custody_book k on k.book_no = e.book_no where k.organisation_id = ${organisationId} and e.site_id = ${siteId} and e.voided_by is null and e.occurred_at < ${until}`
  // A lot's amount as settled, less what settlements changed, is what it was born with.
  const { rows: born } = await text<Row>`
    select m.substance, e.kind, e.occurred_at < ${from} as is_before, sum(m.amount - coalesce(c.change, 0)) as quanta
    from custody_lot l join custody_lot_metal m on m.lot_no = l.lot_no join custody_event e on e.event_no = l.event_no
      left join lateral (select sum(change) as change from custody_measurement s where s.lot_no = l.lot_no and s.substance = m.substance and not s.is_void) c on true ${mine}
    group by 1, 2, 3`.execute(sql)
  const { rows: drawn } = await text<Row>`
    select d.substance, e.kind, e.occurred_at < ${from} as is_before, sum(d.amount) as quanta from custody_draw d join custody_event e on e.event_no = d.event_no ${mine} and not d.is_void group by 1, 2, 3`.execute(sql)
  const { rows: settled } = await text<Row>`
    select s.substance, e.occurred_at < ${from} as is_before, sum(s.change) as quanta from custody_measurement s join custody_event e on e.event_no = s.event_no ${mine} and not s.is_void group by 1, 2`.execute(sql)
  const post = (row: Row, movement: Movement, sign: 1 | -1): void => {
    const one = of(row['substance'])
    if (row['is_before'] === true) one.opening += sign * number(row['quanta'])
    else one[movement] += number(row['quanta'])
  }
  for (const row of born) post(row, BORN[row['kind'] as string] ?? 'won', 1)
  for (const row of drawn) post(row, DRAWN[row['kind'] as string] ?? 'processed', -1)
  for (const row of settled) post(row, 'settled', 1)
  await addStated(sql, organisationId, siteId, from, until, of)
  return [...found.values()]
}

/** Losses and changes of stock stand in the lines of processes. */
async function addStated(sql: Sql, organisationId: string, siteId: string, from: Instant, until: Instant, of: (substance: unknown) => { lost: number; stockChange: number }): Promise<void> {
  const { rows } = await text<Row>`
    select e.event_no from custody_event e join custody_book k on k.book_no = e.book_no
    where k.organisation_id = ${organisationId} and e.site_id = ${siteId} and e.kind = 'transform' and e.voided_by is null and e.text is not null and e.occurred_at >= ${from} and e.occurred_at < ${until}
      and (e.text::jsonb ? 'losses' or e.text::jsonb ? 'stockChange' or e.text::jsonb ->> 'kind' = 'correct')`.execute(sql)
  for (const line of (await standingLines(sql, rows.map((row) => number(row['event_no'])))).values()) {
    for (const [substance, mass] of Object.entries((line['losses'] ?? {}) as Record<string, string>)) of(substance).lost += quantaOf(mass, quantumOf(substance as Substance))
    for (const [substance, mass] of Object.entries((line['stockChange'] ?? {}) as Record<string, string>)) of(substance).stockChange += (mass.startsWith('-') ? -1 : 1) * quantaOf(mass.replace('-', ''), quantumOf(substance as Substance))
  }
}

/** Cells of the operator's totals, newest month first, with how many parties stand behind each; invented books apart. */
export async function totalsOf(sql: Sql, from: Instant | null, until: Instant | null, substance: Substance | null, most: number): Promise<{ substance: Substance; material: string; kind: string; month: string; quanta: number; parties: number; isSimulated: boolean }[]> {
  const range = text`${from === null ? text`true` : text`e.occurred_at >= ${from}`} and ${until === null ? text`true` : text`e.occurred_at < ${until}`}`
  const { rows } = await text<Row>`
    select substance, material, kind, month, is_simulated, sum(amount) as quanta, count(distinct book_no) as parties from (
      select m.substance, l.material, case e.kind when 'extract' then 'mined' when 'receive' then 'received' else 'won' end as kind, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM') as month, m.amount, e.book_no
        from custody_lot l join custody_lot_metal m on m.lot_no = l.lot_no join custody_event e on e.event_no = l.event_no where not l.is_void and e.kind in ('extract', 'receive', 'transform') and ${range}
      union all
      select d.substance, l.material, case e.kind when 'ship' then 'shipped' else 'sold' end, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM'), d.amount, e.book_no
        from custody_draw d join custody_event e on e.event_no = d.event_no join custody_lot l on l.lot_no = d.lot_no where not d.is_void and e.kind in ('ship', 'sell') and ${range}
    ) as moved join custody_book using (book_no) where ${substance === null ? text`true` : text`substance = ${substance}`}
    group by 1, 2, 3, 4, 5 order by month desc, substance, material, kind, is_simulated limit ${most}`.execute(sql)
  return rows.map((row) => ({ substance: row['substance'] as Substance, material: row['material'] as string, kind: row['kind'] as string, month: row['month'] as string, quanta: number(row['quanta']), parties: number(row['parties']), isSimulated: row['is_simulated'] as boolean }))
}

/** By book, how many of the lots count, and how much of the sought metal they hold and how much was sold of them. @param lots with the share of it in each */
export async function heldElsewhere(sql: Sql, lots: readonly { readonly lot: number; readonly share: number }[], substance: Substance): Promise<{ organisationId: string; lots: number; held: number; sold: number }[]> {
  const { rows } = await text<Row>`
    select k.organisation_id, count(*) as lots, sum(f.share * coalesce(m.left_over, 0)) as held, sum(f.share * coalesce(s.amount, 0)) as sold
    from unnest(${lots.map(({ lot }) => lot)}::bigint[], ${lots.map(({ share }) => share)}::float8[]) as f(lot_no, share)
      join custody_lot l using (lot_no) join custody_book k on k.book_no = l.book_no left join custody_lot_metal m on m.lot_no = l.lot_no and m.substance = ${substance}
      left join lateral (select sum(d.amount)::float8 as amount from custody_draw d join custody_event e on e.event_no = d.event_no
        where d.lot_no = l.lot_no and d.substance = ${substance} and not d.is_void and e.kind = 'sell') s on true
    where not l.is_void group by 1`.execute(sql)
  return rows.map((row) => ({ organisationId: row['organisation_id'] as string, lots: number(row['lots']), held: number(row['held']), sold: number(row['sold']) }))
}
