// From a correction to the lots it reached: noted in the transaction of the correction, worked out by the sweep, told to the
// owners, and shown with what was said before and is said now. Nothing that was issued is touched (issue paragraph 2.4).
import type { Context, Decision, Sql } from '#src/access/context.ts'
import { toCursor, fromCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Instant } from '#src/kernel/time.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { lotAnswer, type FoundLot } from './answer.handlers.ts'
import type { Viewer } from './disclosure.ts'
import type { Figures, Impact, ImpactCause, Issued, ProvenanceChange, ReachedLot } from './impact.ts'
import { addChange, addReached, booksReached, finishChange, impactsOf, keepPlace, openChanges, reachedAfter, type ImpactRow } from './impact.store.ts'
import { correctedIn, findLot, lotsMadeOf, lotsOfReceipt, lotsStartedAt } from './lineage.store.ts'
import type { LotAnswer } from './lot-answer.ts'

/** What a slice below issued about lots: passports, claims, statements. */
export type IssuedAbout = (sql: Sql, lotIds: readonly string[]) => Promise<readonly Issued[]>

const note = (ctx: Context, change: Omit<ProvenanceChange, 'changeNo' | 'changedAt'>): Promise<void> => addChange(ctx.sql, { ...change, changedAt: ctx.now })

/** An award issued, suspended, withdrawn or restored, perhaps as of a past day. */
export async function noteAwardChange(ctx: Context, { subject, body }: Decision): Promise<void> {
  const on = body['on']
  await note(ctx, { cause: 'award-changed', subject, lotNos: [], detail: typeof on === 'string' ? { on } : {} })
}

/** Of the lines of a batch: corrections, and second weights or assays. */
export async function noteCorrections(ctx: Context, { subject, body }: Decision): Promise<void> {
  if (body['revising'] === 0) return
  const { corrected, adjusted } = await correctedIn(ctx.sql, Number(subject.replace('bat_', '')))
  if (corrected.length > 0) await note(ctx, { cause: 'event-corrected', subject, lotNos: corrected, detail: {} })
  if (adjusted.length > 0) await note(ctx, { cause: 'lot-adjusted', subject, lotNos: adjusted, detail: {} })
}

const noteLink = (cause: ImpactCause) => async (ctx: Context, { subject }: Decision): Promise<void> => {
  // A receipt that is linked as it is recorded changes nothing anybody was told.
  const lotNos = await lotsOfReceipt(ctx.sql, Number(subject.replace('lnk_', '')), ctx.now)
  if (lotNos.length > 0) await note(ctx, { cause, subject, lotNos, detail: {} })
}
export const noteLinkMade = noteLink('link-made')
export const noteLinkUndone = noteLink('link-undone')

/** Figures of a site were revised: everything it handled carries another footprint. A factor is of a book: all of it may. */
export async function noteFactorRevised(ctx: Context, { subject, body }: Decision): Promise<void> {
  const { siteId, organisationId, factorVersion } = body
  if (typeof siteId !== 'string' && typeof organisationId !== 'string') return
  await note(ctx, { cause: 'factor-revised', subject: (siteId ?? organisationId) as string, lotNos: [], detail: { revision: subject, factorVersion, ...(typeof siteId === 'string' ? {} : { book: organisationId }) } })
}

/** Figures that were not there before weigh on what the site made since their period began. A factor's first version nobody uses yet. */
export async function noteFiguresRecorded(ctx: Context, { subject, body }: Decision): Promise<void> {
  const { of, siteId, from, factorVersion } = body
  if (of === 'activity' && typeof siteId === 'string' && typeof from === 'string') await note(ctx, { cause: 'factor-revised', subject: siteId, lotNos: [], detail: { revision: subject, factorVersion, on: from } })
}

const MOST_CHANGES = 20
/** So many lots of one change are followed in one sweep; the next goes on from there. */
const MOST_LOTS = 20_000
const PIECE = 5_000

/** What a slice below does about what it issued of lots that a change reached. */
export type WhenReached = (ctx: Context, lotIds: readonly string[], cause: ImpactCause) => Promise<void>

/** The lots a change starts from, after a place. */
async function startsOf({ sql }: Context, { lotNos, subject, detail }: ProvenanceChange, after: number): Promise<{ lots: readonly number[]; place: number }> {
  if (lotNos.length > 0) return { lots: lotNos.slice(after, after + PIECE), place: after + PIECE }
  const { on, book } = detail
  const lots = await lotsStartedAt(sql, typeof book === 'string' ? { organisationId: book } : { siteId: subject, since: typeof on === 'string' ? `${on}T00:00:00.000Z` : null }, after, PIECE)
  return { lots, place: lots.at(-1) ?? after }
}

/** Follows a change down from where it was left. @returns the lots that are new to it, and whether that was all */
async function followed(ctx: Context, change: ProvenanceChange, most: number): Promise<{ reached: ReachedLot[]; isWhole: boolean }> {
  let place = Number(change.detail['place'] ?? 0)
  let frontier = (change.detail['frontier'] ?? []) as readonly number[]
  const reached: ReachedLot[] = []
  while (reached.length < most) {
    if (frontier.length === 0) {
      const starts = await startsOf(ctx, change, place)
      if (starts.lots.length === 0) return { reached, isWhole: true }
      place = starts.place
      const begun = await addReached(ctx.sql, change.changeNo, starts.lots)
      reached.push(...begun)
      // What a correction names may count no more, and yet lead on; of all that a site made, only what was reached does.
      frontier = change.lotNos.length > 0 ? starts.lots : begun.map(({ lotNo }) => lotNo)
    }
    const below = await addReached(ctx.sql, change.changeNo, await lotsMadeOf(ctx.sql, frontier.slice(0, PIECE), null))
    reached.push(...below)
    frontier = [...frontier.slice(PIECE), ...below.map(({ lotNo }) => lotNo)]
  }
  await keepPlace(ctx.sql, change.changeNo, { place, frontier })
  return { reached, isWhole: false }
}

/** So many lots are answered for in one sweep to find out whom a change may be told; the next goes on from there. */
const MOST_LOOKED_AT = 1000
const LOOKED_AT_ONCE = 50

type Telling = { readonly after: readonly [string, number]; readonly books: readonly string[] }

/**
 * Whom a change of an award is told: who may see it of one lot at least. Awards are public, so that a notice alone would name the
 * site behind a lot of whoever it is held back from. @returns undefined where it goes on in the next sweep
 */
async function booksThatSee(ctx: Context, change: ProvenanceChange, most: number): Promise<readonly string[] | undefined> {
  let { after, books } = (change.detail['telling'] ?? { after: ['', 0], books: [] }) as Telling
  for (let looked = 0; looked < most;) {
    const reached = await reachedAfter(ctx.sql, change.changeNo, after, LOOKED_AT_ONCE)
    if (reached.length === 0) return books
    for (const { organisationId, lotNo, lotId } of reached) {
      const seen = await impactOf(ctx, { kind: 'organisation', organisationId }, { ...change, lotNo, lotId, organisationId, workedAt: ctx.now }, [])
      looked += 1
      after = [organisationId, seen === null ? lotNo : Number.MAX_SAFE_INTEGER]
      if (seen !== null) { books = [...books, organisationId]; break }
    }
  }
  await keepPlace(ctx.sql, change.changeNo, { telling: { after, books } })
  return undefined
}

/** The books whose owners are told, with how many of their lots; with none where the number would tell of lots that the change is held back of. */
async function toldOf(ctx: Context, change: ProvenanceChange, most: number): Promise<{ organisationId: string; count: number }[] | undefined> {
  if (change.cause !== 'award-changed') return booksReached(ctx.sql, change.changeNo)
  return (await booksThatSee(ctx, change, most))?.map((organisationId) => ({ organisationId, count: 0 }))
}

/** Works out whose lots changes reached, and tells the owners. Part of the sweep. @param most lots of one change that are followed now @param mostLookedAt of one change */
export async function workOutImpacts(ctx: Context, whenReached: readonly WhenReached[] = [], most = MOST_LOTS, mostLookedAt = MOST_LOOKED_AT): Promise<void> {
  for (const change of await openChanges(ctx.sql, MOST_CHANGES)) {
    const { reached, isWhole } = 'telling' in change.detail ? { reached: [], isWhole: true } : await followed(ctx, change, most)
    for (const react of whenReached) await react(ctx, reached.map(({ lotId }) => lotId), change.cause)
    const told = isWhole ? await toldOf(ctx, change, mostLookedAt) : undefined
    if (told === undefined) continue
    await finishChange(ctx.sql, change.changeNo, ctx.now)
    for (const { organisationId, count } of told) {
      await notifyRoles(ctx, ['site-owner', 'partner'], { organisationId }, {
        kind: 'provenance.changed', params: { count }, link: `/lots/changes?book=${encodeURIComponent(organisationId)}`, dedupeKey: `provenance.changed ${change.changeNo} ${organisationId}`,
      })
    }
  }
}

const figuresOf = ({ awarded, recycled, unknown }: LotAnswer): Figures => ({ awardedMine: awarded.mine, awardedChain: awarded.chain, preConsumer: recycled.preConsumer, postConsumer: recycled.postConsumer, unknown: unknown.share })

/** The answer as the records stood; nothing where it cannot be told. */
async function answerThen(ctx: Context, lot: FoundLot, viewer: Viewer, knownAt: Instant): Promise<LotAnswer | null> {
  try {
    return await lotAnswer(ctx, lot, viewer, { knownAt }, { isOfShares: true })
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

const millisecondBefore = (at: Instant): Instant => new Date(Date.parse(at) - 1).toISOString()

/** What is compared: shares, not their ranges, which move with every weight. */
const sharesOf = (figures: Figures | null): string => JSON.stringify(figures === null ? null : Object.values(figures).map((share) => share.state === 'exact' ? share.text : [share.from, share.to]))

/** Whether the viewer sees the site in the lot; else the name of the site would tell where the metal comes from. */
const showsSite = (answer: LotAnswer, siteId: string): boolean =>
  answer.origins.some(({ origin }) => origin.kind === 'site' && origin.siteId === siteId) || answer.handling.some(({ site }) => 'siteId' in site && site.siteId === siteId)

async function impactOf(ctx: Context, viewer: Viewer, row: ImpactRow, issued: readonly Issued[]): Promise<Impact | null> {
  const found = await findLot(ctx.sql, row.lotId)
  if (found === undefined) return null
  const lot = { ...found, lotNo: row.lotNo, lotId: row.lotId }
  const after = await answerThen(ctx, lot, viewer, row.workedAt)
  const before = await answerThen(ctx, lot, viewer, millisecondBefore(row.changedAt))
  const [was, is] = [before === null ? null : figuresOf(before), after === null ? null : figuresOf(after)]
  const { on, factorVersion } = row.detail
  const siteId = (row.cause === 'award-changed' || row.cause === 'factor-revised') && after !== null && showsSite(after, row.subject) ? row.subject : null
  const hasChanged = row.cause === 'factor-revised' || sharesOf(was) !== sharesOf(is)
  // Awards are public: that one reached this lot, or from which day, would name the site behind it.
  if (row.cause === 'award-changed' && siteId === null && !hasChanged) return null
  return {
    changeNo: row.changeNo, lotId: row.lotId, cause: row.cause, changedAt: row.changedAt, siteId, hasChanged,
    effectiveOn: siteId !== null && typeof on === 'string' ? on : null, factorVersion: typeof factorVersion === 'number' ? factorVersion : null, before: was, after: is,
    issued: issued.filter(({ lotId, issuedAt }) => lotId === row.lotId && issuedAt < row.changedAt), versions: after?.versions ?? null,
  }
}

type Asked = { readonly organisationId: string; readonly lotId?: string | undefined; readonly since?: Instant | undefined; readonly limit: number; readonly cursor?: string | undefined }

function placeIn(cursor: string | undefined): readonly [number, number] | null {
  if (cursor === undefined) return null
  const [changeNo, lotNo] = fromCursor(cursor).split(' ').map(Number)
  if (!Number.isSafeInteger(changeNo) || !Number.isSafeInteger(lotNo)) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  return [changeNo!, lotNo!]
}

export async function impactsListed(ctx: Context, viewer: Viewer, asked: Asked, issuedAbout: readonly IssuedAbout[]): Promise<{ items: Impact[]; next: string | null }> {
  const lot = asked.lotId === undefined ? undefined : await findLot(ctx.sql, asked.lotId)
  if (asked.lotId !== undefined && lot?.organisationId !== asked.organisationId) return { items: [], next: null }
  const rows = await impactsOf(ctx.sql, { organisationId: asked.organisationId, lotNo: lot?.lotNo ?? null, since: asked.since ?? null, before: placeIn(asked.cursor), limit: asked.limit + 1 })
  const shown = rows.slice(0, asked.limit)
  const issued = (await Promise.all(issuedAbout.map((about) => about(ctx.sql, shown.map(({ lotId }) => lotId))))).flat()
  const items: Impact[] = []
  for (const row of shown) { const impact = await impactOf(ctx, viewer, row, issued); if (impact !== null) items.push(impact) }
  const last = shown.at(-1)
  return { items, next: last !== undefined && rows.length > asked.limit ? toCursor(`${last.changeNo} ${last.lotNo}`) : null }
}
