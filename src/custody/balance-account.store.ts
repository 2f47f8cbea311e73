// SQL of balance accounts and their groups. An account's row is also its lock: whoever writes an entry holds it.
import { sql as text } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { grantsOf } from '#src/access/actor.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { AccountGroup, HeldAccount } from './balance-account.ts'
import type { BalanceRules, Characteristic } from './balance-profile.ts'
import type { CustodyModel } from './custody-model.ts'
import type { Substance } from './substance.ts'

type AccountTable = {
  account_no: number; account_id: string; organisation_id: string; site_id: string; profile: string; profile_version: string; rules: BalanceRules; metal: Substance
  characteristic: Characteristic; model: CustodyModel; unit: 'g' | 'mg'; begins_on: Day; recovery: string; recovery_document: string | null; recovery_reviewed_on: Day | null
  opened_at: Instant; opened_by: string
}
type GroupTable = { group_id: string; organisation_id: string; profile: string; name: string; boundary: string; declared_on: Day; declared_at: Instant; declared_by: string }
type GroupSiteTable = { organisation_id: string; profile: string; site_id: string; group_id: string }
const tables = (sql: Sql) => sql.withTables<{ balance_account: AccountTable; balance_group: GroupTable; balance_group_site: GroupSiteTable }>()

/** `numeric` gives all its digits; a fraction is written without the empty ones. */
export const plainFraction = (digits: string): string => digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '') : digits

const fromRow = (row: AccountTable): HeldAccount => ({
  accountNo: row.account_no, accountId: row.account_id, organisationId: row.organisation_id, siteId: row.site_id, profile: row.profile, profileVersion: row.profile_version,
  rules: row.rules, metal: row.metal, characteristic: row.characteristic, model: row.model, unit: row.unit, beginsOn: row.begins_on, recovery: plainFraction(row.recovery),
  recoveryDocument: row.recovery_document, recoveryReviewedOn: row.recovery_reviewed_on, openedAt: row.opened_at, openedBy: row.opened_by,
})
const all = (sql: Sql) => tables(sql).selectFrom('balance_account').selectAll()

/** @returns nothing where the site has such an account already */
export async function insertAccount(sql: Sql, one: Omit<HeldAccount, 'accountNo'>): Promise<number | undefined> {
  const { rows } = await text<{ account_no: number }>`
    insert into balance_account (account_id, organisation_id, site_id, profile, profile_version, rules, metal, characteristic, model, unit, begins_on, recovery, recovery_document,
      recovery_reviewed_on, opened_at, opened_by)
    values (${one.accountId}, ${one.organisationId}, ${one.siteId}, ${one.profile}, ${one.profileVersion}, ${JSON.stringify(one.rules)}::jsonb, ${one.metal}, ${one.characteristic},
      ${one.model}, ${one.unit}, ${one.beginsOn}, ${one.recovery}, ${one.recoveryDocument}, ${one.recoveryReviewedOn}, ${one.openedAt}, ${one.openedBy})
    on conflict (organisation_id, profile, site_id, metal, characteristic) do nothing returning account_no`.execute(sql)
  return rows[0]?.account_no
}

export async function updateRecovery(sql: Sql, accountNo: number, recovery: string, document: string | null, reviewedOn: Day): Promise<void> {
  await tables(sql).updateTable('balance_account').set({ recovery, recovery_document: document, recovery_reviewed_on: reviewedOn }).where('account_no', '=', accountNo).execute()
}

export async function readAccount(sql: Sql, accountId: string): Promise<HeldAccount | undefined> {
  const row = await all(sql).where('account_id', '=', accountId).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function accountsByNo(sql: Sql, accountNos: readonly number[]): Promise<Map<number, HeldAccount>> {
  if (accountNos.length === 0) return new Map()
  const rows = await all(sql).where('account_no', 'in', [...accountNos]).execute()
  return new Map(rows.map((row) => [row.account_no, fromRow(row)]))
}

/** Accounts that the grants of the actor may reach; the policy has the last word. */
export async function accountsNear(sql: Sql, actor: Actor): Promise<HeldAccount[]> {
  const idsOf = (kind: 'organisation' | 'site'): string[] => grantsOf(actor).filter(({ scope }) => scope.kind === kind).map(({ scope }) => scope.id)
  const [organisations, sites] = [idsOf('organisation'), idsOf('site')]
  if (organisations.length + sites.length === 0) return []
  const { rows } = await text<AccountTable>`select * from balance_account where organisation_id = any(${organisations}) or site_id = any(${sites})
    order by organisation_id, site_id, metal, characteristic, profile`.execute(sql)
  return rows.map(fromRow)
}

export const allAccounts = async (sql: Sql): Promise<HeldAccount[]> => (await all(sql).orderBy('account_no').execute()).map(fromRow)

/** Accounts of a profile at these sites, the open ones of a group among them. */
export async function accountsAt(sql: Sql, organisationId: string, profile: string, siteIds: readonly string[], isForUpdate = false): Promise<HeldAccount[]> {
  const query = all(sql).where('organisation_id', '=', organisationId).where('profile', '=', profile).where('site_id', 'in', [...siteIds]).orderBy('account_no')
  return (await (isForUpdate ? query.forUpdate() : query).execute()).map(fromRow)
}

/** Locks accounts one after another in order of their numbers, so that two who need the same ones never wait in a circle. */
export async function lockAccounts(sql: Sql, accountNos: readonly number[]): Promise<HeldAccount[]> {
  return (await all(sql).where('account_no', 'in', [...accountNos]).orderBy('account_no').forUpdate().execute()).map(fromRow)
}

/** Of a site, what an account is kept of. */
export type SupplierKey = Pick<HeldAccount, 'siteId' | 'profile' | 'metal' | 'characteristic'>

/**
 * Holds a site as a supplier until the transaction ends: receivers side by side, against whoever opens an account of its own.
 * @param isOpening alone
 */
export async function holdSupplier(sql: Sql, { siteId, profile, metal, characteristic }: SupplierKey, isOpening = false): Promise<void> {
  await text`insert into balance_supplier (site_id, profile, metal, characteristic) values (${siteId}, ${profile}, ${metal}, ${characteristic}) on conflict do nothing`.execute(sql)
  await text`select 1 from balance_supplier where site_id = ${siteId} and profile = ${profile} and metal = ${metal} and characteristic = ${characteristic} ${isOpening ? text`for update` : text`for share`}`.execute(sql)
}

/** Whether the site keeps an account of this kind: what it hands on then comes with a statement. */
export async function hasAccountAt(sql: Sql, siteId: string, profile: string, metal: string, characteristic: string): Promise<boolean> {
  const { rows } = await text`select 1 from balance_account where site_id = ${siteId} and profile = ${profile} and metal = ${metal} and characteristic = ${characteristic} limit 1`.execute(sql)
  return rows.length > 0
}

/** Accounts of one book for a metal under a profile. */
export async function accountsFor(sql: Sql, { organisationId, profile, metal }: Pick<HeldAccount, 'organisationId' | 'profile' | 'metal'>): Promise<number[]> {
  const { rows } = await text<{ account_no: number }>`select account_no from balance_account where organisation_id = ${organisationId} and profile = ${profile} and metal = ${metal}`.execute(sql)
  return rows.map((row) => row.account_no)
}

/** Accounts of this kind, at whichever site. */
export async function accountsOfKind(sql: Sql, profile: string, metal: string, characteristic: string): Promise<number[]> {
  const { rows } = await text<{ account_no: number }>`select account_no from balance_account where profile = ${profile} and metal = ${metal} and characteristic = ${characteristic}`.execute(sql)
  return rows.map((row) => row.account_no)
}

async function groupsOf(sql: Sql, rows: readonly GroupTable[]): Promise<AccountGroup[]> {
  if (rows.length === 0) return []
  const sites = await tables(sql).selectFrom('balance_group_site').selectAll().where('group_id', 'in', rows.map((row) => row.group_id)).orderBy('site_id').execute()
  return rows.map((row) => ({
    groupId: row.group_id, organisationId: row.organisation_id, profile: row.profile, name: row.name, boundary: row.boundary, declaredOn: row.declared_on,
    siteIds: sites.filter((site) => site.group_id === row.group_id).map((site) => site.site_id),
  }))
}

export async function readGroup(sql: Sql, groupId: string): Promise<AccountGroup | undefined> {
  return (await groupsOf(sql, await tables(sql).selectFrom('balance_group').selectAll().where('group_id', '=', groupId).execute()))[0]
}

export async function groupOfSite(sql: Sql, organisationId: string, profile: string, siteId: string): Promise<AccountGroup | undefined> {
  const site = await tables(sql).selectFrom('balance_group_site').selectAll()
    .where('organisation_id', '=', organisationId).where('profile', '=', profile).where('site_id', '=', siteId).executeTakeFirst()
  return site === undefined ? undefined : readGroup(sql, site.group_id)
}

export const groupsOfOrganisations = async (sql: Sql, organisationIds: readonly string[]): Promise<AccountGroup[]> => organisationIds.length === 0 ? []
  : groupsOf(sql, await tables(sql).selectFrom('balance_group').selectAll().where('organisation_id', 'in', [...organisationIds]).orderBy('name').orderBy('group_id').execute())

/** @returns the site that is in another group already, where there is one */
export async function insertGroup(sql: Sql, group: AccountGroup, at: Instant, by: string): Promise<string | undefined> {
  await tables(sql).insertInto('balance_group').values({
    group_id: group.groupId, organisation_id: group.organisationId, profile: group.profile, name: group.name, boundary: group.boundary, declared_on: group.declaredOn, declared_at: at, declared_by: by,
  }).execute()
  for (const siteId of group.siteIds) {
    const { numInsertedOrUpdatedRows } = await tables(sql).insertInto('balance_group_site')
      .values({ organisation_id: group.organisationId, profile: group.profile, site_id: siteId, group_id: group.groupId })
      .onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow()
    if (Number(numInsertedOrUpdatedRows ?? 0) === 0) return siteId
  }
  return undefined
}
