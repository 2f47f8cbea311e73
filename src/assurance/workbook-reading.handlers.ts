// Reading the workbook: the whole of it, the history of a cell, and what is found when it is looked through.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { wordingFor, type Wording } from '#src/standards/language-pack.ts'
import type { LicensedText } from '#src/standards/licensed-text.ts'
import { licensedTexts } from '#src/standards/standard.store.ts'
import { subjectOf } from './case.ts'
import { mayOn } from './case-move.handlers.ts'
import type { Audience } from './comment.ts'
import { commentCounts, type CommentCount } from './comment.store.ts'
import { historyOf } from './sheet.store.ts'
import { answerOf, answerState, lineKey, mayBeLeftOut, progressOf, siteOnlyFields, textIn, workbookRound, writableStates } from './workbook.ts'
import type { workbookContract } from './workbook.contract.ts'
import { beforeOf, isOfSite, loadWorkbook, readableCase, seesLicensedText, type Before, type LoadedLine, type LoadedWorkbook } from './workbook-load.handlers.ts'
import { blockingChecks, lookThrough } from './workbook-quality.ts'
import { answerView, authorsOf, type Workbook, type WorkbookCriterion } from './workbook-view.ts'

export const siteRoles = ['site-owner', 'site-contributor'] as const
export const audiencesOf = (isSite: boolean): readonly Audience[] => isSite ? ['site', 'all'] : ['all']

/** Names of accounts; somebody who is gone has none. */
export async function namesOf(ctx: Context, userIds: readonly string[]): Promise<(userId: string) => string | null> {
  const found = await ctx.accounts.people([...new Set(userIds)])
  return (userId) => found.get(userId)?.name ?? null
}

const userIdOf = (ctx: Context): string => ctx.actor.kind === 'public' ? actorRef(ctx.actor) : ctx.actor.userId

type Beside = { readonly before: Before | undefined; readonly texts: ReadonlyMap<string, readonly LicensedText[]>; readonly counts: ReadonlyMap<string, CommentCount>; readonly isSite: boolean }

/** The texts of a standard in the reader's language, else in whatever language there are. */
function inLanguage(texts: readonly LicensedText[], language: string): LicensedText[] {
  return [...Map.groupBy(texts, ({ part, key }) => `${part} ${key}`).values()].map((same) =>
    same.find((text) => text.language === language) ?? same.find((text) => text.language.split('-')[0] === language.split('-')[0]) ?? same.find((text) => text.language === 'en') ?? same[0]!)
}

async function textsOf(ctx: Context, book: LoadedWorkbook): Promise<Map<string, LicensedText[]>> {
  const all = await Promise.all(book.loaded.map(({ standard }) => licensedTexts(ctx.sql, { standard: standard.standard, version: standard.version, onlyPublic: !seesLicensedText(ctx) })))
  return Map.groupBy(all.flat(), lineKey)
}

function criterionView(ctx: Context, one: LoadedLine, words: Wording, beside: Beside): WorkbookCriterion {
  const { standard, criterion } = one.line
  const { title, meaning } = words.criterion(criterion.slug, criterion)
  const count = beside.counts.get(one.key)
  const answer = answerView(one.answer, beside.isSite)
  return {
    standard: standard.standard, criterion: criterion.slug, number: criterion.number, title, meaning, group: criterion.group.slug, mayBeExcluded: mayBeLeftOut(one.line),
    texts: inLanguage(beside.texts.get(one.key) ?? [], ctx.language).map(({ part, key, language, text }) => ({ part, key, language, text })),
    answer, state: answerState(one.answer),
    last: lastOf(one.key, beside.before),
    recognition: one.recognition === undefined ? null : {
      standing: one.recognition.standing, remains: one.recognition.remains, lapsesOn: one.recognition.lapsesOn,
      certificateIds: one.recognition.certificateIds, isApproved: one.recognition.isApproved,
    },
    evidence: one.shown.map(({ evidenceId, title: name, kind, state, layer, validUntil }) => ({ evidenceId, title: name, kind, state, layer, validUntil })),
    comments: count?.comments ?? 0, openThreads: count?.openThreads ?? 0,
  }
}

function lastOf(key: string, before: Before | undefined): WorkbookCriterion['last'] {
  if (before === undefined) return null
  const answer = answerOf(before.cells, key)
  const rating = before.ratings.get(key)
  const said = { rating: textIn(answer.rating), rationale: textIn(answer.rationale), notApplicableReason: textIn(answer['not-applicable-reason']) }
  if (rating === undefined && Object.values(said).every((value) => value === null)) return null
  return { caseId: before.case.caseId, cycle: before.case.cycle, ...said, assessed: rating === undefined ? null : { level: rating.level, rationale: rating.rationale } }
}

async function peopleOf(ctx: Context, book: LoadedWorkbook, isSite: boolean): Promise<Workbook['people']> {
  const colleagues = isSite ? new Set(await holdersOn(ctx.sql, siteRoles, subjectOf(book.case))) : new Set<string>()
  const found = await ctx.accounts.people([...new Set([...colleagues, ...authorsOf(book.lines.map(({ answer }) => answer), isSite)])])
  return [...found.values()].map(({ userId, name }) => ({ userId, name, isColleague: colleagues.has(userId) })).toSorted((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

export const progressIn = (book: LoadedWorkbook) => progressOf(book.lines.map(({ answer, evidence, isRecognised }) => ({ answer, evidenceCount: evidence.length + (isRecognised ? 1 : 0) })))

/** What `getWorkbook` answers. */
export async function workbookView(ctx: Context, book: LoadedWorkbook): Promise<Workbook> {
  const { case: one } = book
  const isSite = isOfSite(ctx, one)
  const [before, texts, counts, people] = await Promise.all([
    beforeOf(ctx, book), textsOf(ctx, book), commentCounts(ctx.sql, one.caseId, audiencesOf(isSite)), peopleOf(ctx, book, isSite),
  ])
  const words = new Map(book.loaded.map((loaded) => [loaded.standard, wordingFor(loaded.standard, loaded.packs, ctx.language)]))
  const beside: Beside = { before, texts, counts: new Map(counts.map((count) => [lineKey(count), count])), isSite }
  return {
    caseId: one.caseId, siteId: one.siteId, siteName: one.siteName, cycle: one.cycle, state: one.state, round: book.round,
    standards: book.loaded.map(({ standard }, index) => {
      const wording = words.get(standard)!
      return {
        standard: standard.standard, standardVersion: standard.version, title: wording.standard.title, isGoverning: one.standards[index]!.isGoverning,
        groups: standard.groups.map(({ slug, title }) => ({ slug, title: wording.of('groups', slug, title) })),
        levels: standard.ratingScale.levels.map(({ slug, title }) => ({ slug, title: wording.of('levels', slug, title) })),
        isTranslationReviewed: wording.isReviewed,
      }
    }),
    criteria: book.lines.map((line) => criterionView(ctx, line, words.get(line.line.standard)!, beside)),
    progress: progressIn(book),
    mayWrite: writableStates.includes(one.state) && mayOn(ctx, 'workbook:write', one), maySubmit: one.state === 'committed' && mayOn(ctx, 'workbook:submit', one),
    mayReturn: one.state === 'self-assessed' && mayOn(ctx, 'workbook:return', one), mayComment: mayOn(ctx, 'comment:write', one), isOfSite: isSite,
    dueOn: book.clocks.find(({ clock, doneOn, droppedOn }) => clock === 'self-assessment' && doneOn === null && droppedOn === null)?.dueOn ?? null,
    contentHash: book.contentHash, me: userIdOf(ctx), people,
  }
}

type All = Handlers<typeof workbookContract, Context>

export const workbookReadings: Pick<All, 'getWorkbook' | 'listCellChanges' | 'getQualityCheck'> = {
  async getWorkbook(ctx, { caseId }) {
    return workbookView(ctx, await loadWorkbook(ctx, await readableCase(ctx, caseId)))
  },

  async listCellChanges(ctx, { caseId, standard, criterion, field, limit, cursor }) {
    const one = await readableCase(ctx, caseId)
    if (siteOnlyFields.has(field) && !isOfSite(ctx, one)) {
      throw new Refused(refuse('cell-private', 'Notes and assignments are between the people of the site. Ask them.'))
    }
    const changes = await historyOf(ctx.sql, caseId, workbookRound(one), 'self-assessment', { standard, criterion, field })
    const { items, next } = page(changes, ({ at, changeId }) => `${at} ${changeId}`, { limit, cursor })
    const nameOf = await namesOf(ctx, items.map(({ author }) => author))
    return { items: items.map((change) => ({ ...change, authorName: nameOf(change.author) })), next }
  },

  async getQualityCheck(ctx, { caseId }) {
    const one = await readableCase(ctx, caseId)
    const book = await loadWorkbook(ctx, one)
    const isSite = isOfSite(ctx, one)
    const findings = lookThrough(book.lines, await ctx.setting(blockingChecks)).filter(({ field }) => isSite || !siteOnlyFields.has(field))
    return { isClear: !findings.some(({ isBlocking }) => isBlocking), contentHash: book.contentHash, progress: progressIn(book), findings }
  },
}
