// SQL of transfer statements. A row is written once and answered once (migration 0621).
import { sql as text } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { grantsOf } from '#src/access/actor.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { StatementDocument, type HeldStatement, type StatementState } from './transfer-statement.ts'

type StatementRow = {
  number: string; account_no: number; organisation_id: string; site_id: string; profile: string; metal: HeldStatement['metal']; characteristic: HeldStatement['characteristic']; unit: 'g' | 'mg'; quantity: number
  dispatch_on: string; to_organisation_id: string | null; to_name: string | null; to_site_id: string | null; shipment: string | null; document: string; digest: string; supersedes: string | null
  issued_at: Instant; issued_by: string; state: StatementState; accepted_account_no: number | null; answered_at: Instant | null; answered_by: string | null; void_reason: string | null; superseded_by: string | null
}
const fromRow = (row: StatementRow): HeldStatement => ({
  number: row.number, accountNo: row.account_no, organisationId: row.organisation_id, siteId: row.site_id, profile: row.profile, metal: row.metal, characteristic: row.characteristic, unit: row.unit,
  quantity: row.quantity, dispatchOn: row.dispatch_on, toOrganisationId: row.to_organisation_id, toName: row.to_name, toSiteId: row.to_site_id, shipment: row.shipment,
  document: StatementDocument.parse(JSON.parse(row.document)), text: row.document, digest: row.digest, supersedes: row.supersedes, issuedAt: row.issued_at, issuedBy: row.issued_by, state: row.state,
  acceptedAccountNo: row.accepted_account_no, answeredAt: row.answered_at, answeredBy: row.answered_by, voidReason: row.void_reason, supersededBy: row.superseded_by,
})
const columns = text`t.*, (select s.number from transfer_statement s where s.supersedes = t.number) as superseded_by`

/** @returns whether it was written; not where another one replaces the same statement already */
export async function insertStatement(sql: Sql, one: HeldStatement): Promise<boolean> {
  const { rows } = await text`insert into transfer_statement (number, account_no, organisation_id, site_id, profile, metal, characteristic, unit, quantity, dispatch_on, to_organisation_id, to_name, to_site_id,
      shipment, document, digest, supersedes, issued_at, issued_by, state)
    values (${one.number}, ${one.accountNo}, ${one.organisationId}, ${one.siteId}, ${one.profile}, ${one.metal}, ${one.characteristic}, ${one.unit}, ${one.quantity}, ${one.dispatchOn}, ${one.toOrganisationId},
      ${one.toName}, ${one.toSiteId}, ${one.shipment}, ${one.text}, ${one.digest}, ${one.supersedes}, ${one.issuedAt}, ${one.issuedBy}, 'issued') on conflict do nothing returning 1`.execute(sql)
  return rows.length > 0
}

export async function readStatement(sql: Sql, number: string, isForUpdate = false): Promise<HeldStatement | undefined> {
  if (isForUpdate) await text`select 1 from transfer_statement where number = ${number} for update`.execute(sql)
  const { rows } = await text<StatementRow>`select ${columns} from transfer_statement t where number = ${number}`.execute(sql)
  return rows[0] === undefined ? undefined : fromRow(rows[0])
}

export async function acceptedStatement(sql: Sql, number: string, accountNo: number, at: Instant, by: string): Promise<void> {
  await text`update transfer_statement set state = 'accepted', accepted_account_no = ${accountNo}, answered_at = ${at}, answered_by = ${by} where number = ${number}`.execute(sql)
}

export async function voidedStatement(sql: Sql, number: string, reason: string, at: Instant, by: string): Promise<void> {
  await text`update transfer_statement set state = 'void', void_reason = ${reason}, answered_at = ${at}, answered_by = ${by} where number = ${number}`.execute(sql)
}

/** What the statements of a profile that stand say of a shipment, over all of them. */
export async function statedOfShipment(sql: Sql, shipment: string, metal: string, profile: string): Promise<number> {
  const { rows } = await text<{ quantity: number }>`select coalesce(sum(quantity), 0)::bigint as quantity from transfer_statement where shipment = ${shipment} and metal = ${metal} and profile = ${profile} and state <> 'void'`.execute(sql)
  return rows[0]!.quantity
}

/** Numbers of the statements that stand for a shipment: as long as there is one, what both sides recorded of it stays linked. */
export async function statementsRestingOn(sql: Sql, shipment: string): Promise<string[]> {
  const { rows } = await text<{ number: string }>`select number from transfer_statement where shipment = ${shipment} and state <> 'void' order by number`.execute(sql)
  return rows.map((row) => row.number)
}

/** Those that the grants of the actor may reach, newest first; the policy has the last word. @param before `issuedAt number` of the page before */
export async function statementsNear(sql: Sql, actor: Actor, how: { direction?: 'out' | 'in' | undefined; state?: StatementState | undefined; before?: string | undefined; limit: number }): Promise<HeldStatement[]> {
  const idsOf = (kind: 'organisation' | 'site'): string[] => grantsOf(actor).filter(({ scope }) => scope.kind === kind).map(({ scope }) => scope.id)
  const [organisations, sites] = [idsOf('organisation'), idsOf('site')]
  const { rows } = await text<StatementRow>`select ${columns} from transfer_statement t
    where ((${how.direction !== 'in'} and (organisation_id = any(${organisations}) or site_id = any(${sites})))
        or (${how.direction !== 'out'} and (to_organisation_id = any(${organisations}) or to_site_id = any(${sites}))))
      and (${how.state ?? null}::text is null or state = ${how.state ?? null})
      and (${how.before ?? null}::text is null or to_char(issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || number < ${how.before ?? null})
    order by issued_at desc, number desc limit ${how.limit}`.execute(sql)
  return rows.map(fromRow)
}

/** All statements: to be checked. */
export async function allStatements(sql: Sql): Promise<HeldStatement[]> {
  return (await text<StatementRow>`select ${columns} from transfer_statement t order by number`.execute(sql)).rows.map(fromRow)
}
