// SQL of claims, what they rest on, and the credits retired for them.
import { sql as text } from 'kysely'
import { canonicalText } from '#src/kernel/canonical.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { foldedSeries, spanOf, type Retirement } from './carbon-neutral.ts'
import type { ClaimState } from './claim.ts'
import { ClaimBody, type Claim, type CreditRow } from './claim-record.ts'

type Row = Record<string, unknown>
export type HeldClaim = Claim & { readonly organisationId: string; readonly siteId: string | null; readonly linkKey: string }
export type Reliance = { readonly kind: 'lot' | 'event' | 'site' | 'activity' | 'stage' | 'factor'; readonly ref: string }

const instant = (value: unknown): Instant => new Date(value as string).toISOString()
const instantOr = (value: unknown): Instant | null => value === null ? null : instant(value)
const day = (value: unknown): Day => String(value).slice(0, 10)
const claimOf = (row: Row): HeldClaim => ({
  body: ClaimBody.parse(JSON.parse(row['body'] as string)), digest: row['digest'] as string, state: row['state'] as ClaimState, issuedAt: instant(row['issued_at']),
  endedAt: instantOr(row['ended_at']), endReason: row['end_reason'] as string | null, supersededBy: row['superseded_by'] as string | null,
  review: row['review_since'] === null ? null : { since: instant(row['review_since']), reason: row['review_reason'] as string },
  organisationId: row['organisation_id'] as string, siteId: row['site_id'] as string | null, linkKey: row['link_key'] as string,
})

/** @throws Refused `claim-already-issued` where another request was first */
export async function insertClaim(sql: Sql, claim: HeldClaim, by: string): Promise<void> {
  const { body } = claim
  const { rows } = await text<Row>`insert into claim (claim_id, organisation_id, site_id, subject_kind, subject_id, template, template_version, basis, audience, state, valid_until, body, digest, link_key, issued_at, issued_by)
    values (${body.claimId}, ${claim.organisationId}, ${claim.siteId}, ${body.subject.kind}, ${body.subject.id}, ${body.template}, ${body.templateVersion}, ${body.basis}, ${body.audience.kind}, 'issued',
      ${body.validUntil}, ${canonicalText(body)}, ${claim.digest}, ${claim.linkKey}, ${claim.issuedAt}, ${by})
    on conflict (subject_kind, subject_id, template) where state = 'issued' do nothing returning claim_id`.execute(sql)
  if (rows.length === 0) throw new Refused(refuse('claim-already-issued', 'This was said of the same subject meanwhile. A claim is issued once.'))
}

export async function insertReliance(sql: Sql, claimId: string, list: readonly Reliance[]): Promise<void> {
  if (list.length === 0) return
  await text`insert into claim_reliance (claim_id, kind, ref) select ${claimId}, kind, ref from unnest(${list.map(({ kind }) => kind)}::text[], ${list.map(({ ref }) => ref)}::text[]) as r (kind, ref) on conflict do nothing`.execute(sql)
}

export async function readClaim(sql: Sql, claimId: string, isForUpdate = false): Promise<HeldClaim | undefined> {
  const { rows } = await text<Row>`select * from claim where claim_id = ${claimId} ${isForUpdate ? text`for update` : text``}`.execute(sql)
  return rows[0] === undefined ? undefined : claimOf(rows[0])
}

/** The claim of this kind that stands of the subject, locked. */
export async function standingClaim(sql: Sql, subject: { kind: string; id: string }, template: string): Promise<HeldClaim | undefined> {
  const { rows } = await text<Row>`select * from claim where subject_kind = ${subject.kind} and subject_id = ${subject.id} and template = ${template} and state = 'issued' for update`.execute(sql)
  return rows[0] === undefined ? undefined : claimOf(rows[0])
}

export async function endClaim(sql: Sql, claimId: string, state: Exclude<ClaimState, 'issued'>, how: { at: Instant; reason: string; by?: string | undefined }): Promise<void> {
  await text`update claim set state = ${state}, ended_at = ${how.at}, end_reason = ${how.reason}, superseded_by = ${how.by ?? null}, review_since = null, review_reason = null where claim_id = ${claimId}`.execute(sql)
}

export async function setReview(sql: Sql, claimId: string, review: { since: Instant; reason: string } | null): Promise<void> {
  await text`update claim set review_since = ${review?.since ?? null}, review_reason = ${review?.reason ?? null} where claim_id = ${claimId}`.execute(sql)
}

export type ClaimFilter = { readonly subjectKind?: string | undefined; readonly subjectId?: string | undefined; readonly needsReview?: boolean | undefined; readonly after?: { issuedAt: string; claimId: string } | undefined; readonly limit: number }

/** Newest first, of these books and sites. */
export async function claimsOf(sql: Sql, scope: { organisationIds: readonly string[]; siteIds: readonly string[] }, filter: ClaimFilter): Promise<HeldClaim[]> {
  const { rows } = await text<Row>`select * from claim where (organisation_id = any(${[...scope.organisationIds]}) or site_id = any(${[...scope.siteIds]}))
    and ${filter.subjectKind === undefined ? text`true` : text`subject_kind = ${filter.subjectKind}`} and ${filter.subjectId === undefined ? text`true` : text`subject_id = ${filter.subjectId}`}
    and ${filter.needsReview === undefined ? text`true` : filter.needsReview ? text`review_since is not null` : text`review_since is null`}
    and ${filter.after === undefined ? text`true` : text`(issued_at, claim_id collate "C") < (${filter.after.issuedAt}::timestamptz, ${filter.after.claimId})`}
    order by issued_at desc, claim_id collate "C" desc limit ${filter.limit}`.execute(sql)
  return rows.map(claimOf)
}

/** Standing claims that rest on any of these. */
export async function claimsRestingOn(sql: Sql, list: readonly Reliance[]): Promise<HeldClaim[]> {
  if (list.length === 0) return []
  const { rows } = await text<Row>`select * from claim where state = 'issued' and claim_id in (select claim_id from claim_reliance
    join unnest(${list.map(({ kind }) => kind)}::text[], ${list.map(({ ref }) => ref)}::text[]) as r (kind, ref) using (kind, ref)) order by claim_id for update`.execute(sql)
  return rows.map(claimOf)
}

/** Whether any claim ever issued rests on a lot. */
export async function claimNamesLot(sql: Sql, { lotNo }: { readonly lotNo: number }): Promise<boolean> {
  return (await text`select 1 from claim_reliance where kind = 'lot' and ref = ${String(lotNo)} limit 1`.execute(sql)).rows.length > 0
}

// Credits ----------------------------------------------------------------------------------------------------------------

/** Room for eighteen digits of a serial behind the number of its series. */
const ROOM = 10n ** 18n

const usedRefusal = ({ series, serialFrom, serialTo }: Retirement): Refused =>
  new Refused(refuse('credit-already-used', `Serials of ${series} ${serialFrom}-${serialTo} were retired for another claim. A credit counts once, for ever.`))

/** Of these, those whose serials belong to a claim already. @param except a claim whose own credits stay its successor's */
export async function usedCredits(sql: Sql, list: readonly Retirement[], except: string | null): Promise<Retirement[]> {
  const used: Retirement[] = []
  for (const one of list) {
    const { from, to } = spanOf(one)
    if (to < from) continue
    const { rows } = await text<Row>`select 1 from carbon_credit c join carbon_credit_series s using (series_no) where s.folded = ${foldedSeries(one)} and c.claim_id is distinct from ${except}
      and c.span && numrange(s.series_no * ${String(ROOM)}::numeric + ${String(from)}::numeric, s.series_no * ${String(ROOM)}::numeric + ${String(to)}::numeric, '[]')`.execute(sql)
    if (rows.length > 0) used.push(one)
  }
  return used
}

/** @throws Refused `credit-already-used`: of two at once, one is first */
export async function insertCredits(sql: Sql, claimId: string, list: readonly Retirement[]): Promise<void> {
  for (const one of [...list].sort((a, b) => foldedSeries(a) < foldedSeries(b) ? -1 : 1)) {
    const { from, to, units } = spanOf(one)
    const { rows } = await text<{ series_no: number }>`insert into carbon_credit_series (folded) values (${foldedSeries(one)}) on conflict (folded) do update set folded = excluded.folded returning series_no`.execute(sql)
    const base = BigInt(rows[0]!.series_no) * ROOM
    const taken = await text<Row>`insert into carbon_credit (claim_id, series_no, registry, project, series, serial_from, serial_to, units, vintage, type, retired_on, beneficiary, span)
      values (${claimId}, ${rows[0]!.series_no}, ${one.registry}, ${one.project}, ${one.series}, ${one.serialFrom}, ${one.serialTo}, ${String(units)}::bigint, ${one.vintage}, ${one.type}, ${one.retiredOn}, ${one.beneficiary},
        numrange(${String(base + from)}::numeric, ${String(base + to)}::numeric, '[]')) on conflict do nothing returning credit_no`.execute(sql)
    if (taken.rows.length === 0) throw usedRefusal(one)
  }
}

/** @returns the serials that went over */
export async function moveCredits(sql: Sql, from: string, to: string): Promise<Pick<Retirement, 'registry' | 'series' | 'serialFrom' | 'serialTo'>[]> {
  const { rows } = await text<Row>`update carbon_credit set claim_id = ${to} where claim_id = ${from} returning registry, series, serial_from, serial_to`.execute(sql)
  return rows.map((row) => ({ registry: row['registry'] as string, series: row['series'] as string, serialFrom: row['serial_from'] as string, serialTo: row['serial_to'] as string }))
}

/** Retired credits of the claims of these books, newest first. */
export async function creditsOf(sql: Sql, organisationIds: readonly string[], before: number | undefined, limit: number): Promise<(CreditRow & { creditNo: number })[]> {
  const { rows } = await text<Row>`select c.* from carbon_credit c join claim k using (claim_id) where k.organisation_id = any(${[...organisationIds]})
    and ${before === undefined ? text`true` : text`c.credit_no < ${before}`} order by c.credit_no desc limit ${limit}`.execute(sql)
  return rows.map((row) => ({
    creditNo: Number(row['credit_no']), claimId: row['claim_id'] as string, registry: row['registry'] as string, project: row['project'] as string, series: row['series'] as string, serialFrom: row['serial_from'] as string,
    serialTo: row['serial_to'] as string, units: String(row['units']), vintage: Number(row['vintage']), type: row['type'] as CreditRow['type'], retiredOn: day(row['retired_on']), beneficiary: row['beneficiary'] as string,
  }))
}

/** What was issued, as it stands: to be checked. */
export async function allClaimTexts(sql: Sql): Promise<{ id: string; text: string; digest: string }[]> {
  return (await text<{ id: string; text: string; digest: string }>`select claim_id as id, body as text, digest from claim order by claim_id`.execute(sql)).rows
}
