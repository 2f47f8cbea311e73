// The scope of a case by what its site's certificates are recognised for: computed from the matrix as it stands, kept each
// time it changes, and told to the parties with the difference and its cause.
import type { Context, Decision } from '#src/access/context.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import type { Day } from '#src/kernel/time.ts'
import { applicable } from '#src/standards/applicability.ts'
import { subjectOf, type Case } from './case.ts'
import { standardOf } from './case-move.handlers.ts'
import { casesVisibleTo, clocksOf, readCase } from './case.store.ts'
import type { Certificate } from './certificate.ts'
import { certificatesOfSite, certificatesOfSites } from './certificate.store.ts'
import { isRunning } from './clock.ts'
import { endStates, openStates } from './cycle.ts'
import type { Equivalence } from './equivalence.ts'
import { equivalences } from './equivalence.store.ts'
import type { Rating } from './rating.ts'
import { scope, type Requirement, type ScopingLine } from './scoping.ts'
import { FieldChange, scopingChanges, type ScopingCause } from './scoping-change.ts'
import { addScoping, keepScoping, newestScopings, staleScopings } from './scoping.store.ts'

/** The day from which conditions are judged: by which the assessment is due, or was done; today where neither is known. */
export async function assessmentDayOf(ctx: Context, one: Case): Promise<Day> {
  const clock = (await clocksOf(ctx.sql, one.caseId)).find(({ clock }) => clock === 'site-assessment')
  if (clock === undefined) return ctx.today
  return clock.doneOn ?? (isRunning(clock) && clock.dueOn > ctx.today ? clock.dueOn : ctx.today)
}

/** The criteria of every standard in scope that apply to the site. */
export async function requirementsOf(ctx: Context, one: Case): Promise<Requirement[]> {
  const found: Requirement[] = []
  for (const { standard, standardVersion } of one.standards) {
    for (const { slug } of applicable(await standardOf(ctx, standard, standardVersion), one)) found.push({ standard, standardVersion, criterion: slug })
  }
  return found
}

/** What is recognised in a case as things stand now, one line a requirement. A line that is not approved decides nothing. */
export async function scopingOf(ctx: Context, one: Case): Promise<ScopingLine[]> {
  return scope({
    requirements: await requirementsOf(ctx, one), certificates: await certificatesOfSite(ctx.sql, one.siteId, ctx.today),
    equivalences: await equivalences(ctx.sql, ctx.today), assessmentOn: await assessmentDayOf(ctx, one),
  })
}

/** Ratings accepted on a certificate that is not recognised for their criterion by rows approved here: none of them can be decided on. */
export async function unapprovedRecognitions(ctx: Context, one: Case, ratings: readonly Rating[]): Promise<Rating[]> {
  const named = ratings.filter(({ certificateId }) => certificateId !== null)
  if (named.length === 0) return []
  const lines = await scopingOf(ctx, one)
  return named.filter((rating) => !lines.some((line) => line.standard === rating.standard && line.criterion === rating.criterion
    && line.isApproved && line.standing !== 'not-covered' && line.certificateIds.includes(rating.certificateId!)))
}

/** The last day on which a scope is sure to say the same: an approval may run out, and an assessment that is due may not come. */
function freshUntil(matrix: readonly Equivalence[], schemes: ReadonlySet<string>, assessmentOn: Day, isDone: boolean, today: Day): Day | null {
  const days = matrix.flatMap((row) => row.state === 'approved' && row.validUntil !== null && schemes.has(row.externalScheme) ? [row.validUntil] : [])
  return [...days, ...isDone ? [] : [assessmentOn]].filter((day) => day >= today).sort()[0] ?? null
}

type Loaded = { readonly certificates: readonly Certificate[]; readonly matrix: readonly Equivalence[] }

/** Computes a scope anew and keeps it where it differs. @returns whether it did */
async function recompute(ctx: Context, one: Case, cause: ScopingCause, { certificates, matrix }: Loaded): Promise<boolean> {
  const requirements = await requirementsOf(ctx, one)
  const clock = (await clocksOf(ctx.sql, one.caseId)).find(({ clock }) => clock === 'site-assessment')
  const assessmentOn = await assessmentDayOf(ctx, one)
  const lines = scope({ requirements, certificates, equivalences: matrix, assessmentOn })
  const last = (await newestScopings(ctx.sql, [one.caseId])).get(one.caseId)
  // Before any scope was kept nothing was recognised: the first certificate shows what it brings.
  const before = last?.lines ?? scope({ requirements, certificates: [], equivalences: matrix, assessmentOn })
  const changes = scopingChanges(before, lines)
  const until = freshUntil(matrix, new Set(matrix.map(({ externalScheme }) => externalScheme)), assessmentOn, clock === undefined || clock.doneOn !== null, ctx.today)
  if (changes.length === 0) {
    if (last !== undefined) await keepScoping(ctx.sql, one.caseId, last.sequence, assessmentOn, until)
    return false
  }
  const sequence = (last?.sequence ?? 0) + 1
  await addScoping(ctx.sql, { caseId: one.caseId, sequence, computedAt: ctx.now, assessmentOn, freshUntil: until, cause, lines, changes })
  ctx.record({
    kind: 'scoping.changed', subject: one.caseId, isPublic: false,
    body: { sequence, cause, assessmentOn, changes: changes.map(({ standard, criterion, before: was, after }) => ({ standard, criterion, before: was?.standing ?? null, after: after?.standing ?? null })) },
  })
  await notifyRoles(ctx, ['site-owner', 'site-contributor', 'lead-assessor'], subjectOf(one), {
    kind: 'scoping.changed', params: { site: one.siteName, count: changes.length }, link: `/cases/${one.caseId}/recognition`, caseId: one.caseId,
    dedupeKey: `case:${one.caseId}:scoping:${sequence}`,
  })
  return true
}

/** States in which a scope still matters: until the cycle ends, and for the follow-up of a conditional award. */
const livingStates = [...openStates, 'conditional'] as const

async function recomputeAll(ctx: Context, cases: readonly Case[], cause: ScopingCause): Promise<void> {
  if (cases.length === 0) return
  const matrix = await equivalences(ctx.sql, ctx.today)
  const held = await certificatesOfSites(ctx.sql, [...new Set(cases.map(({ siteId }) => siteId))], ctx.today)
  const kept = await newestScopings(ctx.sql, cases.map(({ caseId }) => caseId))
  for (const one of cases) {
    const certificates = held.get(one.siteId)!
    if (certificates.length > 0 || kept.has(one.caseId)) await recompute(ctx, one, cause, { certificates, matrix })
  }
}

const causeOf = ({ kind, subject, body }: Decision): ScopingCause => {
  const changes = FieldChange.array().safeParse(body['changes'])
  return { kind, subject, changes: changes.success ? changes.data : [] }
}

/** A certificate of a site was added, changed or withdrawn. */
export async function rescopeSite(ctx: Context, decision: Decision): Promise<void> {
  const { siteId } = decision.body
  if (typeof siteId !== 'string') return
  await recomputeAll(ctx, await casesVisibleTo(ctx.sql, ctx.actor, { siteId, states: livingStates }), causeOf(decision))
}

/** A row of the matrix was approved, revoked or changed: every running case may read it. */
export async function rescopeAll(ctx: Context, decision: Decision): Promise<void> {
  await recomputeAll(ctx, await casesVisibleTo(ctx.sql, ctx.actor, { states: livingStates }), causeOf(decision))
}

/** The case itself moved: its clocks, and so the day of the assessment, may be others. */
export async function rescopeCase(ctx: Context, decision: Decision): Promise<void> {
  const one = await readCase(ctx.sql, decision.subject)
  if (one !== undefined && !endStates.includes(one.state)) await recomputeAll(ctx, [one], causeOf(decision))
}

/** Time went by: what was sure until yesterday is computed again. Run by the sweep. */
export async function rescopeByDay(ctx: Context): Promise<void> {
  for (const caseId of await staleScopings(ctx.sql, ctx.today)) {
    const one = await readCase(ctx.sql, caseId)
    const isLiving = one !== undefined && (livingStates as readonly string[]).includes(one.state)
    if (isLiving) { await recomputeAll(ctx, [one], { kind: 'day.passed', subject: null, changes: [] }); continue }
    const last = (await newestScopings(ctx.sql, [caseId])).get(caseId)!
    await keepScoping(ctx.sql, caseId, last.sequence, last.assessmentOn, null)
  }
}
