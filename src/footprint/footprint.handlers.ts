// Records activity figures, factors and choices, and answers footprints. Whoever may read a party's book sees its own figures;
// of what came from upstream it sees the stages.
import { acrossBooks } from '#src/access/across-books.ts'
import type { Context } from '#src/access/context.ts'
import { actorRef } from '#src/access/actor.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { knownAtInstant } from '#src/kernel/as-of.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers, ResultOf } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Instant } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import { findLot, newestLots } from '#src/provenance/lineage.store.ts'
import { SiteActivity, type ActivityVersion, type SiteStage } from './activity.ts'
import { burdenOfActivity, type ActivityBurden } from './activity-burden.ts'
import { allocationLine } from './allocation.ts'
import { printedBurden } from './burden-vector.ts'
import { rulesOf } from './burden-source.store.ts'
import { recordedOutput } from './chain.store.ts'
import { EmissionFactor, type FactorVersion, type ShippedFactors } from './emission-factor.ts'
import { tonnesOf } from './event-burden.ts'
import { printed } from './exact.ts'
import { bookAsOf, currentActivities, factorsFor, standOf, type AllocationChoice } from './factor-book.ts'
import { comparedOf, methodOf, type Compared, type LotFootprintAnswer, type Seen } from './footprint-answer.ts'
import type { ActivityBurdenAnswer, footprintContract } from './footprint.contract.ts'
import { activitiesOf, activityVersions, factorVersions, insertActivity, insertChoice, insertFactor, nextFactorVersion, overlappingActivities, readFactorBook } from './footprint.store.ts'
import { changedLots, lotFootprintAnswer, methodAsOf, workLot, type ChangedLot, type Method, type MethodTime } from './lot-footprint.handlers.ts'

type Result<K extends keyof typeof footprintContract> = ResultOf<(typeof footprintContract)[K]>

const MOST_LOTS_COMPARED = 200
const siteAbsent = (): Refused => new Refused(refuse('footprint-site-absent', 'There are no figures of this site and book that this account may see.'))
const activityAbsent = (): Refused => new Refused(refuse('activity-absent', 'There are no such activity figures.'))
const lotAbsent = (lotId: string) => (): Refused => new Refused(refuse('footprint-lot-absent', `There is no lot ${lotId} that this account may see.`))

/** Sites and rules of the reader's own books are told, those of others are not. */
export const seenBy = (ctx: Context): Seen => ({ isOwn: (organisationId) => canOn(ctx.actor, 'footprint:read', { organisationId }) })

const answerOf = ({ total, lines, rule, allotted, perTonne, version }: ActivityBurden, { rules }: Method): ActivityBurdenAnswer => ({
  total: printedBurden(total, rules.basis),
  lines: lines.map(({ line, burden, factor, marketFactor }) => ({
    name: line.name, scope: line.scope, isPrimary: line.isPrimary, kgCo2e: printed(burden.scope1 + burden.scope2Location + burden.scope3, 6), kgCo2eMarket: printed(burden.scope1 + burden.scope2Market + burden.scope3, 6), factor, marketFactor,
  })),
  allocation: allocationLine(rule, rules.valueRatioCutOff, allotted),
  perTonne: version.activity.outputs.flatMap(({ substance }) => {
    const each = perTonne(substance)
    if (each === undefined) return []
    const kg = each.gross.scope1 + each.gross.scope3 + (rules.basis === 'location' ? each.gross.scope2Location : each.gross.scope2Market)
    return [{ substance, kgCo2e: printed(kg - each.credit, 6), credit: printed(each.credit, 6) }]
  }),
})

function activityAnswer(version: ActivityVersion, method: Method) {
  const burden = burdenOfActivity(method.book, version, method.rules)
  return burden.accepted ? { ...version, burden: answerOf(burden.value, method), problem: null } : { ...version, burden: null, problem: { code: burden.refusal.code, detail: burden.refusal.detail } }
}

/** @throws Refused `activity-invalid` */
function wholeActivity(input: unknown): SiteActivity {
  const read = SiteActivity.safeParse(input)
  if (read.success) return read.data
  throw new Refused(refuse('activity-invalid', read.error.issues[0]!.message, read.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }))))
}

async function refuseOverlap(ctx: Context, organisationId: string, { siteId, stage, from, to }: SiteActivity, except: string | null): Promise<void> {
  const [other] = await overlappingActivities(ctx.sql, { organisationId, siteId, stage, from, to }, except)
  if (other !== undefined) throw new Refused(refuse('activity-overlaps', `The figures ${other.activityId} of this stage are of ${other.activity.from} to ${other.activity.to}. Revise those, or choose another period.`))
}

type Changed = { readonly of: 'activity' | 'emission-factor' | 'allocation'; readonly organisationId: string; readonly subject: string; readonly factorVersion: number; readonly isFirst: boolean; readonly body: Readonly<Record<string, unknown>> }
/** Whoever rests on a footprint reacts to these two kinds. */
const record = (ctx: Context, { of, organisationId, subject, factorVersion, isFirst, body }: Changed): void =>
  ctx.record({ kind: isFirst ? 'footprint-factor.recorded' : 'footprint-factor.revised', subject, isPublic: false, body: { of, organisationId, factorVersion, ...body } })

async function impactOf(ctx: Context, shipped: ShippedFactors, organisationId: string, factorVersion: number): Promise<ChangedLot[]> {
  const book = await readFactorBook(ctx.sql, shipped)
  const rules = await rulesOf(ctx.sql)
  return changedLots(ctx, await newestLots(ctx.sql, organisationId, MOST_LOTS_COMPARED), { book: bookAsOf(book, factorVersion - 1), rules }, { book: bookAsOf(book, factorVersion), rules })
}

async function chosen(ctx: Context, choice: Omit<AllocationChoice, 'recordedAt' | 'recordedBy'>, factorVersion: number): Promise<void> {
  await insertChoice(ctx.sql, { ...choice, recordedAt: ctx.now, recordedBy: actorRef(ctx.actor) }, factorVersion)
}

/** Asked before anything is worked out, so that no refusal tells of a lot that one may not see. @throws Refused `footprint-lot-absent` */
async function askable(ctx: Context, lotId: string, knownAt: Instant | null): Promise<void> {
  const lot = await findLot(ctx.sql, lotId, knownAt)
  if (lot === undefined || lot.isVoid) throw lotAbsent(lotId)()
  requireOn(ctx.actor, 'footprint:read', { organisationId: lot.organisationId, siteId: lot.siteId }, 'footprint:read', lotAbsent(lotId))
}

/** A role on a site reaches the book of the organisation that runs it, and no other. @throws Refused `footprint-site-absent`, `permit-missing` */
async function mayOnBook(ctx: Context, permit: 'footprint:read' | 'footprint:write', organisationId: string, siteId?: string): Promise<void> {
  const owner = siteId === undefined ? undefined : (await ctx.facts()).of(siteFact).get(siteId)?.value.organisationId
  requireOn(ctx.actor, permit, { organisationId, ...(owner === organisationId ? { siteId } : {}) }, 'footprint:read', siteAbsent)
}

/** Figures are of a site of the book's own: no event of the book could stand at another. @throws Refused `footprint-site-absent`, `permit-missing` */
async function mayWriteOnSite(ctx: Context, organisationId: string, siteId: string): Promise<void> {
  await mayOnBook(ctx, 'footprint:write', organisationId, siteId)
  if ((await ctx.facts()).of(siteFact).get(siteId)?.value.organisationId !== organisationId) throw siteAbsent()
}

/** @param shipped factors that every installation knows */
export function footprintHandlers(shipped: ShippedFactors): Handlers<typeof footprintContract, Context> {
  async function worked(ctx: Context, lotId: string, time: MethodTime & { readonly knownAt: Instant | null } = { knownAt: null }): Promise<{ answer: LotFootprintAnswer; compared: Compared }> {
    await askable(ctx, lotId, time.knownAt)
    const method = await methodAsOf(ctx, shipped, time)
    const made = await workLot(ctx, method, lotId, time.knownAt)
    if (made === undefined) throw lotAbsent(lotId)()
    const answer = await lotFootprintAnswer(ctx, made, method, seenBy(ctx), time.knownAt)
    return { answer, compared: { ...answer, method: methodOf(made.footprint, method.book, method.rules, { isOwn: () => true }) } }
  }

  async function addVersion(ctx: Context, one: ActivityVersion, factorVersion: number, allocation?: AllocationChoice['rule']): Promise<Result<'recordActivity'>> {
    const { siteId, stage } = one.activity
    await refuseOverlap(ctx, one.organisationId, one.activity, one.version === 1 ? null : one.activityId)
    const body = canonicalText(one.activity)
    await insertActivity(ctx.sql, one, body, factorVersion)
    if (allocation !== undefined) await chosen(ctx, { organisationId: one.organisationId, siteId, stage, rule: allocation, because: 'chosen with the figures' }, factorVersion)
    const method = await methodAsOf(ctx, shipped)
    const burden = orRefuse(burdenOfActivity(method.book, one, method.rules))
    record(ctx, {
      of: 'activity', organisationId: one.organisationId, subject: one.activityId, factorVersion, isFirst: one.version === 1,
      body: { siteId, stage, from: one.activity.from, to: one.activity.to, version: one.version, digest: sha256Hex(body), ...(one.reason === null ? {} : { reason: one.reason }), ...(allocation === undefined ? {} : { allocation }) },
    })
    return { ...one, burden: answerOf(burden, method), problem: null }
  }

  return acrossBooks<typeof footprintContract>({
    async listActivities(ctx, { organisationId, siteId, withOldVersions, limit, cursor }) {
      await mayOnBook(ctx, 'footprint:read', organisationId, siteId)
      const method = await methodAsOf(ctx, shipped)
      const found = (await activitiesOf(ctx.sql, organisationId, siteId)).filter(({ isCurrent }) => withOldVersions || isCurrent)
      const keyOf = ({ activity, activityId, version }: ActivityVersion) => `${activity.from} ${activityId} ${String(version).padStart(6, '0')}`
      const sorted = found.toSorted((a, b) => keyOf(a) < keyOf(b) ? 1 : -1)
      const { items, next } = page(sorted, keyOf, { limit, cursor }, 'descending')
      return { items: items.map((one) => activityAnswer(one, method)), next }
    },
    async getActivity(ctx, { activityId }) {
      const versions = await activityVersions(ctx.sql, activityId)
      const current = versions.at(-1)
      if (current === undefined) throw activityAbsent()
      requireOn(ctx.actor, 'footprint:read', { organisationId: current.organisationId, siteId: current.activity.siteId }, 'footprint:read', activityAbsent)
      return { current: activityAnswer(current, await methodAsOf(ctx, shipped)), versions }
    },
    async recordActivity(ctx, { organisationId, allocation, ...input }) {
      await mayWriteOnSite(ctx, organisationId, input.siteId)
      const activity = wholeActivity(input)
      const one: ActivityVersion = { activityId: ctx.newId('act'), version: 1, organisationId, activity, reason: null, recordedAt: ctx.now, recordedBy: actorRef(ctx.actor), isCurrent: true }
      return addVersion(ctx, one, await nextFactorVersion(ctx.sql), allocation)
    },
    async reviseActivity(ctx, { activityId, replaces, reason, ...input }) {
      // Taken first, so that two who revise at once see each other's version.
      const factorVersion = await nextFactorVersion(ctx.sql)
      const known = (await activityVersions(ctx.sql, activityId)).at(-1)
      if (known === undefined) throw activityAbsent()
      requireOn(ctx.actor, 'footprint:write', { organisationId: known.organisationId, siteId: known.activity.siteId }, 'footprint:read', activityAbsent)
      const activity = wholeActivity(input)
      if (activity.siteId !== known.activity.siteId || activity.stage !== known.activity.stage) throw new Refused(refuse('activity-moved', `The figures ${activityId} are of the ${known.activity.stage} of ${known.activity.siteId}.`))
      if (canonicalText(activity) === canonicalText(known.activity)) throw new Refused(refuse('activity-unchanged', 'The figures are those of the version before.'))
      const one: ActivityVersion = { ...known, version: known.version + 1, activity, reason, recordedAt: ctx.now, recordedBy: actorRef(ctx.actor), isCurrent: true }
      if (known.version !== replaces) throw new Refused(refuse('activity-version-stale', `The newest version of ${activityId} is ${known.version}, not ${replaces}.`))
      return { ...await addVersion(ctx, one, factorVersion), impact: await impactOf(ctx, shipped, known.organisationId, factorVersion) }
    },
    async listEmissionFactors(ctx, { organisationId, limit, cursor }) {
      await mayOnBook(ctx, 'footprint:read', organisationId)
      const { book } = await methodAsOf(ctx, shipped)
      const { items, next } = page(factorsFor(book, organisationId).toSorted((a, b) => a.factor < b.factor ? -1 : 1), ({ factor }) => factor, { limit, cursor })
      return { items: [...items], next }
    },
    async recordEmissionFactor(ctx, { organisationId, reason, ...input }) {
      await mayOnBook(ctx, 'footprint:write', organisationId)
      const read = EmissionFactor.safeParse(input)
      if (!read.success) throw new Refused(refuse('factor-invalid', read.error.issues[0]!.message))
      const factorVersion = await nextFactorVersion(ctx.sql)
      const known = (await factorVersions(ctx.sql, organisationId, read.data.factor)).at(-1)
      if (known !== undefined && reason === undefined) throw new Refused(refuse('emission-factor-reason-missing', `You have version ${known.version} of ${known.factor}. Say why another takes its place.`))
      const body = canonicalText(read.data)
      if (known !== undefined && canonicalText(EmissionFactor.parse(known)) === body) throw new Refused(refuse('emission-factor-unchanged', `Version ${known.version} of ${known.factor} says the same.`))
      const one: FactorVersion = { ...read.data, factorVersionId: ctx.newId('fac'), organisationId, version: (known?.version ?? 0) + 1, reason: reason ?? null, edition: null, recordedAt: ctx.now }
      await insertFactor(ctx.sql, one, body, actorRef(ctx.actor), factorVersion)
      // One's own factor takes the place of the shipped one of the same name: that is a revision too.
      const isFirst = known === undefined && !shipped.factors.some(({ factor }) => factor === one.factor)
      record(ctx, { of: 'emission-factor', organisationId, subject: one.factorVersionId, factorVersion, isFirst, body: { factor: one.factor, version: one.version, digest: sha256Hex(body) } })
      return { ...one, impact: await impactOf(ctx, shipped, organisationId, factorVersion) }
    },
    async chooseAllocation(ctx, { organisationId, siteId, stage, rule, because }) {
      await mayWriteOnSite(ctx, organisationId, siteId)
      const factorVersion = await nextFactorVersion(ctx.sql)
      await chosen(ctx, { organisationId, siteId, stage, rule, because }, factorVersion)
      const { book, rules } = await methodAsOf(ctx, shipped)
      for (const one of currentActivities(book)) if (isOf(one, organisationId, siteId, stage)) orRefuse(burdenOfActivity(book, one, rules))
      record(ctx, { of: 'allocation', organisationId, subject: siteId, factorVersion, isFirst: false, body: { siteId, stage, rule } })
      return { siteId, stage, rule, factors: standOf(book, rules), impact: await impactOf(ctx, shipped, organisationId, factorVersion) }
    },
    async getSiteFootprint(ctx, { siteId, organisationId, factorVersion }) {
      await mayOnBook(ctx, 'footprint:read', organisationId, siteId)
      const method = await methodAsOf(ctx, shipped, { factorVersion })
      const own = currentActivities(method.book).filter((one) => one.organisationId === organisationId && one.activity.siteId === siteId)
      const stages = []
      for (const one of own.toSorted((a, b) => a.activity.from < b.activity.from ? 1 : -1)) {
        const recorded = await recordedOutput(ctx.sql, organisationId, siteId, one.activity.from, one.activity.to)
        stages.push({ ...activityAnswer(one, method), recorded: recorded.map(({ material, metal, amount }) => ({ material, metal, tonnes: printed(tonnesOf(amount, metal), 6) })) })
      }
      return { siteId, basis: method.rules.basis, factors: standOf(method.book, method.rules), stages }
    },
    getLotFootprint: async (ctx, { lotId, knownAt, factorVersion }) => (await worked(ctx, lotId, { factorVersion, knownAt: knownAtInstant(knownAt) ?? null })).answer,
    async compareLotFootprints(ctx, { lotId, withLotId }) {
      const [first, second] = [await worked(ctx, lotId), await worked(ctx, withLotId)]
      return { first: first.answer, second: second.answer, ...orRefuse(comparedOf(first.compared, second.compared)) }
    },
    async getFactorImpact(ctx, { version, organisationId }) {
      await mayOnBook(ctx, 'footprint:read', organisationId)
      const { book, rules } = await methodAsOf(ctx, shipped, { factorVersion: version })
      return { factors: { ...standOf(book, rules), version }, items: await impactOf(ctx, shipped, organisationId, version) }
    },
  })
}

const isOf = ({ organisationId, activity }: ActivityVersion, book: string, siteId: string, stage: SiteStage): boolean => organisationId === book && activity.siteId === siteId && activity.stage === stage
