// SQL of activity figures, emission factors and choices of allocation: insert only.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { SiteActivity, type ActivityVersion, type SiteStage } from './activity.ts'
import type { AllocationRule } from './allocation.ts'
import { EmissionFactor, type FactorVersion, type ShippedFactors } from './emission-factor.ts'
import { shippedVersions } from './emission-factor.ts'
import type { AllocationChoice, FactorBook, Versioned, TakenUp } from './factor-book.ts'

type Row = Record<string, unknown>
const BEGINNING: Instant = '1970-01-01T00:00:00.000Z'
const instant = (value: unknown): string => new Date(value as string).toISOString()

export const factorVersionNow = async (sql: Sql): Promise<number> =>
  Number((await text<{ version: string }>`select version from footprint_head`.execute(sql)).rows[0]!.version)

/** Takes the next factor version; whoever changes figures at the same time waits for the commit. */
export const nextFactorVersion = async (sql: Sql): Promise<number> =>
  Number((await text<{ version: string }>`update footprint_head set version = version + 1 returning version`.execute(sql)).rows[0]!.version)

const activityOf = (row: Row): ActivityVersion => ({
  activityId: row['activity_id'] as string, version: Number(row['version']), organisationId: row['organisation_id'] as string, activity: SiteActivity.parse(JSON.parse(row['body'] as string)),
  reason: row['reason'] as string | null, recordedAt: instant(row['recorded_at']), recordedBy: row['recorded_by'] as string, isCurrent: row['is_current'] as boolean,
})
const currentMark = text`not exists (select 1 from site_activity n where n.activity_id = a.activity_id and n.version > a.version) as is_current`

export async function insertActivity(sql: Sql, one: ActivityVersion, body: string, factorVersion: number): Promise<void> {
  const { siteId, stage, from, to } = one.activity
  await text`insert into site_activity (activity_id, version, organisation_id, site_id, stage, period_from, period_to, body, reason, recorded_at, recorded_by, factor_version)
    values (${one.activityId}, ${one.version}, ${one.organisationId}, ${siteId}, ${stage}, ${from}, ${to}, ${body}, ${one.reason}, ${one.recordedAt}, ${one.recordedBy}, ${factorVersion})`.execute(sql)
}

/** All versions of one set of figures, oldest first. */
export const activityVersions = async (sql: Sql, activityId: string): Promise<ActivityVersion[]> =>
  (await text<Row>`select a.*, ${currentMark} from site_activity a where activity_id = ${activityId} order by version`.execute(sql)).rows.map(activityOf)

/** Current versions whose period touches another, of one stage of one site in one book. */
export async function overlappingActivities(sql: Sql, where: { organisationId: string; siteId: string; stage: SiteStage; from: string; to: string }, except: string | null): Promise<ActivityVersion[]> {
  const { rows } = await text<Row>`select * from (select a.*, ${currentMark} from site_activity a
    where organisation_id = ${where.organisationId} and site_id = ${where.siteId} and stage = ${where.stage} and activity_id is distinct from ${except}) v
    where is_current and period_from <= ${where.to} and period_to >= ${where.from}`.execute(sql)
  return rows.map(activityOf)
}

export async function activitiesOf(sql: Sql, organisationId: string, siteId: string | undefined): Promise<ActivityVersion[]> {
  const { rows } = await text<Row>`select a.*, ${currentMark} from site_activity a where organisation_id = ${organisationId} and ${siteId === undefined ? text`true` : text`site_id = ${siteId}`}
    order by period_from desc, stage, activity_id, version desc`.execute(sql)
  return rows.map(activityOf)
}

const factorOf = (row: Row): FactorVersion => ({
  ...EmissionFactor.parse(JSON.parse(row['body'] as string)), factorVersionId: row['factor_version_id'] as string, organisationId: row['organisation_id'] as string, version: Number(row['version']),
  reason: row['reason'] as string | null, edition: null, recordedAt: instant(row['recorded_at']),
})

export const factorVersions = async (sql: Sql, organisationId: string, factor: string): Promise<FactorVersion[]> =>
  (await text<Row>`select * from emission_factor where organisation_id = ${organisationId} and factor = ${factor} order by version`.execute(sql)).rows.map(factorOf)

export async function insertFactor(sql: Sql, one: FactorVersion, body: string, by: string, factorVersion: number): Promise<void> {
  await text`insert into emission_factor (organisation_id, factor, version, factor_version_id, body, reason, recorded_at, recorded_by, factor_version)
    values (${one.organisationId}, ${one.factor}, ${one.version}, ${one.factorVersionId}, ${body}, ${one.reason}, ${one.recordedAt}, ${by}, ${factorVersion})`.execute(sql)
}

export async function insertChoice(sql: Sql, one: AllocationChoice, factorVersion: number): Promise<void> {
  await text`insert into allocation_choice (organisation_id, site_id, stage, rule, because, recorded_at, recorded_by, factor_version)
    values (${one.organisationId}, ${one.siteId}, ${one.stage}, ${one.rule}, ${one.because}, ${one.recordedAt}, ${one.recordedBy}, ${factorVersion})`.execute(sql)
}

const choiceOf = (row: Row): AllocationChoice => ({
  organisationId: row['organisation_id'] as string, siteId: row['site_id'] as string, stage: row['stage'] as SiteStage, rule: row['rule'] as AllocationRule, because: row['because'] as string,
  recordedAt: instant(row['recorded_at']), recordedBy: row['recorded_by'] as string,
})

export async function insertEdition(sql: Sql, edition: string, at: Instant, factorVersion: number): Promise<void> {
  await text`insert into footprint_edition (factor_version, edition, recorded_at) values (${factorVersion}, ${edition}, ${at})`.execute(sql)
}

/** Editions this installation took up after the one it began with. */
const takenUpEditions = async (sql: Sql): Promise<Versioned<Omit<TakenUp, 'shipped'>>[]> =>
  (await text<Row>`select * from footprint_edition order by factor_version`.execute(sql)).rows.map((row) => ({ since: Number(row['factor_version']), of: { edition: row['edition'] as string, recordedAt: instant(row['recorded_at']) } }))

export const editionNow = async (sql: Sql, shipped: ShippedFactors): Promise<string> =>
  (await takenUpEditions(sql)).at(-1)?.of.edition ?? firstOf(shipped).edition
const firstOf = (shipped: ShippedFactors): ShippedFactors => shipped.earlier?.[0] ?? shipped

/** Everything a footprint may rest on, with the version it stands from. */
export async function readFactorBook(sql: Sql, shipped: ShippedFactors): Promise<FactorBook> {
  const activities = await text<Row>`select a.*, ${currentMark} from site_activity a order by factor_version`.execute(sql)
  const factors = await text<Row>`select * from emission_factor order by factor_version`.execute(sql)
  const choices = await text<Row>`select * from allocation_choice order by factor_version`.execute(sql)
  const standing = <T>(rows: readonly Row[], read: (row: Row) => T) => rows.map((row) => ({ since: Number(row['factor_version']), of: read(row) }))
  const began: Versioned<Omit<TakenUp, 'shipped'>> = { since: 0, of: { edition: firstOf(shipped).edition, recordedAt: BEGINNING } }
  const editions = [began, ...await takenUpEditions(sql)].map(({ since, of }) => {
    const list = [...shipped.earlier ?? [], shipped].find(({ edition }) => edition === of.edition)
    return { since, of: { ...of, shipped: list === undefined ? undefined : shippedVersions(list) } }
  })
  return {
    version: await factorVersionNow(sql), edition: editions.at(-1)!.of.edition, shipped: editions.at(-1)!.of.shipped, editions,
    factors: standing(factors.rows, factorOf), activities: standing(activities.rows, activityOf), choices: standing(choices.rows, choiceOf),
  }
}
