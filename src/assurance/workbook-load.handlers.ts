// Loads a workbook with few queries over whole sets, whatever the number of criteria: the case, its standards, the heads of
// its sheet, links and evidence, what is recognised, comments by count, and the cycle before.
import { grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { can } from '#src/access/policy.ts'
import { rolesOn } from '#src/access/role.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { mayRead, reachOf } from '#src/evidence/disclosure.ts'
import type { Evidence } from '#src/evidence/evidence.ts'
import { evidenceByIds, linksOfCase } from '#src/evidence/evidence.store.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor, mayOn } from './case-move.handlers.ts'
import { clocksOf, readCase } from './case.store.ts'
import { certificatesOfSite } from './certificate.store.ts'
import { isRunning, type CaseClock } from './clock.ts'
import type { CaseState } from './cycle.ts'
import { equivalences } from './equivalence.store.ts'
import type { Rating } from './rating.ts'
import { standingRatings } from './rating.store.ts'
import { scope, type ScopingLine } from './scoping.ts'
import type { Change } from './sheet.ts'
import { readCells } from './sheet.store.ts'
import { answerOf, draftStates, keyOfLine, lineKey, linesOf, workbookRound, writableStates, type Answer, type WorkbookLine } from './workbook.ts'
import type { LookedThrough } from './workbook-quality.ts'

const library = standardLibrary()

/** The standards of a case with their languages, the governing one first. @throws Refused `standard-absent` */
export async function loadedStandards(ctx: Context, one: Case): Promise<LoadedStandard[]> {
  const all = await library.read(ctx.sql)
  return one.standards.map(({ standard, standardVersion }) => {
    const found = all.find((loaded) => loaded.standard.standard === standard && loaded.standard.version === standardVersion)
    if (found === undefined) throw new Refused(refuse('standard-absent', `This installation holds no standard ${standard} ${standardVersion}.`))
    return found
  })
}

/** Whether the actor works for the site: only then are notes, assignments and talk among colleagues shown. */
export function isOfSite(ctx: Context, one: Case): boolean {
  const roles = rolesOn(grantsOf(ctx.actor), subjectOf(one))
  return roles.has('site-owner') || roles.has('site-contributor')
}

/**
 * A case whose workbook the actor may read. A draft is the site's and the secretariat's.
 * @throws Refused `case-absent`, `permit-missing`, `workbook-not-submitted`
 */
export async function readableCase(ctx: Context, caseId: string): Promise<Case> {
  const one = await caseFor(ctx, caseId, 'workbook:read')
  if (draftStates.includes(one.state) && !isOfSite(ctx, one) && ctx.actor.kind !== 'operator') {
    throw new Refused(refuse('workbook-not-submitted', 'The site is still working on its self-assessment. It can be read once it is submitted.'))
  }
  return one
}

/**
 * A case whose workbook the actor may write now, locked.
 * @throws Refused `case-absent`, `permit-missing`, `workbook-closed`
 */
export async function writableCase(ctx: Context, caseId: string, isForUpdate = true): Promise<Case> {
  const one = await caseFor(ctx, caseId, 'workbook:write', isForUpdate)
  if (writableStates.includes(one.state)) return one
  throw new Refused(refuse('workbook-closed', `The workbook cannot be written while the case is in state "${one.state}". `
    + (one.state === 'self-assessed' ? 'It was submitted; the lead assessor or the secretariat can return it.' : 'Nothing that you typed is lost here: save a copy to a file.')))
}

/** States in which what an assessor found is known to the site. */
const decidedStates: readonly CaseState[] = ['remediation', 'conditional', 'awarded', 'closed']

export type Before = { readonly case: Case; readonly cells: Map<string, Change[]>; readonly ratings: Map<string, Rating> }

/** What stood before: the sheet that was submitted, for a remediation; else the last sheet of the cycle before. */
async function before(ctx: Context, one: Case, round: number): Promise<Before | undefined> {
  const earlier = round > 0 ? one : one.previousCaseId === null ? undefined : await readCase(ctx.sql, one.previousCaseId)
  // A site that changed hands does not show its new owner what the old one wrote.
  if (earlier === undefined || (earlier.organisationId !== one.organisationId && !mayOn(ctx, 'case:read', earlier))) return undefined
  const upTo = round > 0 ? round : earlier.round
  const [cells, ratings] = await Promise.all([
    readCells(ctx.sql, earlier.caseId, 0, 'self-assessment'),
    decidedStates.includes(earlier.state) ? standingRatings(ctx.sql, earlier.caseId, upTo) : [],
  ])
  return { case: earlier, cells, ratings: new Map(ratings.map((rating) => [lineKey(rating), rating])) }
}

export type LoadedLine = LookedThrough & {
  readonly key: string
  readonly answer: Answer
  /** Evidence that this reader may see. */
  readonly shown: readonly Evidence[]
  readonly recognition: ScopingLine | undefined
}
export type LoadedWorkbook = {
  readonly case: Case
  readonly round: number
  readonly loaded: readonly LoadedStandard[]
  readonly lines: readonly LoadedLine[]
  readonly cells: Map<string, Change[]>
  readonly clocks: readonly CaseClock[]
  readonly contentHash: string
}

/** Which changes stand, as one short text: two workbooks with the same say the same. */
export const contentHashOf = (cells: ReadonlyMap<string, readonly Change[]>): string =>
  sha256Hex(canonicalText([...cells].map(([key, heads]) => [key, ...heads.map(({ changeId }) => changeId)]).toSorted((a, b) => a[0]! < b[0]! ? -1 : 1))).slice(0, 32)

const recognisedIn = (all: readonly LoadedStandard[], wanted: readonly WorkbookLine[]) =>
  wanted.map(({ standard, criterion }) => ({ standard: standard.standard, standardVersion: all.find((one) => one.standard === standard)!.standard.version, criterion: criterion.slug }))

/** The day from which conditions of recognition are judged: by which the assessment is due, or was done. */
function assessmentOn(clocks: readonly CaseClock[], today: string): string {
  const clock = clocks.find((one) => one.clock === 'site-assessment')
  return clock === undefined ? today : clock.doneOn ?? (isRunning(clock) ? clock.dueOn : today)
}

export async function loadWorkbook(ctx: Context, one: Case): Promise<LoadedWorkbook> {
  const round = workbookRound(one)
  const [loaded, cells, links, clocks, certificates, matrix] = await Promise.all([
    loadedStandards(ctx, one), readCells(ctx.sql, one.caseId, round, 'self-assessment'), linksOfCase(ctx.sql, one.caseId, ctx.today), clocksOf(ctx.sql, one.caseId),
    certificatesOfSite(ctx.sql, one.siteId, ctx.today), equivalences(ctx.sql, ctx.today),
  ])
  const evidence = await evidenceByIds(ctx.sql, links.map(({ evidenceId }) => evidenceId), ctx.today)
  const lines = linesOf(one, loaded.map(({ standard }) => standard))
  const scoped = new Map(certificates.length === 0 ? []
    : scope({ requirements: recognisedIn(loaded, lines), certificates, equivalences: matrix, assessmentOn: assessmentOn(clocks, ctx.today) }).map((line) => [lineKey(line), line]))
  const reach = reachOf(ctx.actor, new Map([[one.siteId, one.organisationId]]))
  const linked = Map.groupBy(links, lineKey)
  return {
    case: one, round, loaded, cells, clocks, contentHash: contentHashOf(cells),
    lines: lines.map((line): LoadedLine => {
      const key = keyOfLine(line)
      const found = (linked.get(key) ?? []).flatMap(({ evidenceId }) => evidence.get(evidenceId) ?? [])
      const recognition = scoped.get(key)
      return {
        line, key, answer: answerOf(cells, key), recognition, isRecognised: recognition?.standing === 'covered' && recognition.isApproved,
        evidence: found.map(({ evidenceId, state, validUntil, layer, file }) => ({ evidenceId, isStanding: state === 'valid' && file.erasedOn === null, validUntil, isPrivate: layer === 'private' })),
        shown: found.filter((item) => mayRead(reach, item, [one.caseId])),
      }
    }),
  }
}

export const beforeOf = (ctx: Context, book: LoadedWorkbook): Promise<Before | undefined> => before(ctx, book.case, book.round)

/** Licensed text is for whom its licence lets it be shown. */
export const seesLicensedText = (ctx: Context): boolean => can(ctx.actor, 'standard-text:read')
