// Comments: who sees which thread, who is told, who may resolve and take back. Words of people stay out of the log.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { notify } from '#src/notices/notify.handlers.ts'
import type { Role } from '#src/access/role.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor } from './case-move.handlers.ts'
import { criterionName } from './criterion-name.handlers.ts'
import { toldOf, type Audience, type Comment } from './comment.ts'
import { addComment, commentsOf, eraseComment, resolveThread } from './comment.store.ts'
import { lineKey } from './workbook.ts'
import type { workbookContract } from './workbook.contract.ts'
import { isOfSite } from './workbook-load.handlers.ts'
import { audiencesOf, namesOf, siteRoles } from './workbook-reading.handlers.ts'
import { linesByKey } from './workbook-writing.handlers.ts'

/** Who may be mentioned: whoever sees the thread. */
const audienceRoles: Readonly<Record<Audience, readonly Role[]>> = {
  site: siteRoles, all: [...siteRoles, 'lead-assessor', 'assessor', 'technical-reviewer', 'operator'],
}

const absent = (): Refused => new Refused(refuse('comment-absent', 'There is no such comment in this case that this account may see. Load the comments again.'))
const myId = (ctx: Context): string => ctx.actor.kind === 'public' ? 'public' : ctx.actor.userId

/** A thread, its opening comment first. @throws Refused `comment-absent` */
async function threadIn(ctx: Context, one: Case, threadId: string): Promise<Comment[]> {
  const thread = await commentsOf(ctx.sql, one.caseId, audiencesOf(isOfSite(ctx, one)), { threadId })
  if (thread.length === 0) throw absent()
  return thread.toSorted((a, b) => Number(b.commentId === threadId) - Number(a.commentId === threadId))
}

async function tellOf(ctx: Context, one: Case, comment: Comment, thread: readonly Comment[]): Promise<void> {
  const { mentioned, answered } = toldOf(comment, thread)
  const criterion = await criterionName(ctx, one, comment.standard, comment.criterion)
  const notice = (kind: string) => ({
    kind, params: { site: one.siteName, criterion }, caseId: one.caseId, link: `/cases/${one.caseId}/workbook/${comment.standard}/${comment.criterion}`,
    dedupeKey: `case:${one.caseId}:comment:${comment.threadId}:${comment.commentId}`,
  })
  // Whoever lost the right to see the thread hears nothing more of it.
  const seeing = new Set(await holdersOn(ctx.sql, audienceRoles[comment.audience], subjectOf(one)))
  await notify(ctx, mentioned, notice('workbook.mentioned'))
  await notify(ctx, answered.filter((userId) => seeing.has(userId)), notice('workbook.answered'))
}

type All = Handlers<typeof workbookContract, Context>

export const workbookComments: Pick<All, 'listComments' | 'addComment' | 'resolveComment' | 'withdrawComment'> = {
  async listComments(ctx, { caseId, standard, criterion, limit, cursor }) {
    const one = await caseFor(ctx, caseId, 'workbook:read')
    const comments = await commentsOf(ctx.sql, caseId, audiencesOf(isOfSite(ctx, one)), { standard, criterion })
    const { items, next } = page(comments, ({ at, commentId }) => `${at} ${commentId}`, { limit, cursor })
    const nameOf = await namesOf(ctx, items.map(({ author }) => author))
    return { items: items.map((comment) => ({ ...comment, authorName: nameOf(comment.author) })), next }
  },

  async addComment(ctx, { caseId, standard, criterion, threadId, audience, text, mentions }) {
    const one = await caseFor(ctx, caseId, 'comment:write')
    if (!(await linesByKey(ctx, one)).has(lineKey({ standard, criterion }))) {
      throw new Refused(refuse('workbook-value-invalid', `${lineKey({ standard, criterion })} is no criterion of this workbook. Load it again.`))
    }
    const thread = threadId === null ? [] : (await threadIn(ctx, one, threadId)).filter((comment) => lineKey(comment) === lineKey({ standard, criterion }))
    if (threadId !== null && thread.length === 0) throw absent()
    const where = thread[0]?.audience ?? audience
    if (where === 'site' && !isOfSite(ctx, one)) throw new Refused(refuse('comment-audience-closed', 'Only people of the site write to the site alone. Write to everybody on the case.'))
    const seeing = new Set(mentions.length === 0 ? [] : await holdersOn(ctx.sql, audienceRoles[where], subjectOf(one)))
    if (mentions.some((userId) => !seeing.has(userId))) throw new Refused(refuse('mention-unfit', 'Somebody who is mentioned cannot see this thread. Mention people of the case, or open the thread to everybody on it.'))
    const commentId = ctx.newId('cmt')
    const comment: Comment = {
      commentId, standard, criterion, threadId: threadId ?? commentId, audience: where, author: myId(ctx), text: text.trim(), mentions: [...new Set(mentions)],
      at: ctx.now, resolvedAt: null, resolvedBy: null,
    }
    await addComment(ctx.sql, caseId, comment)
    if (thread[0]?.resolvedAt != null) await resolveThread(ctx.sql, comment.threadId, null, null)
    await tellOf(ctx, one, comment, thread)
    return comment
  },

  async resolveComment(ctx, { caseId, threadId, isResolved }) {
    const one = await caseFor(ctx, caseId, 'comment:write')
    const [first] = await threadIn(ctx, one, threadId)
    const resolved = { resolvedAt: isResolved ? ctx.now : null, resolvedBy: isResolved ? myId(ctx) : null }
    await resolveThread(ctx.sql, threadId, resolved.resolvedAt, resolved.resolvedBy)
    return { ...first!, ...resolved }
  },

  async withdrawComment(ctx, { caseId, commentId }) {
    const one = await caseFor(ctx, caseId, 'comment:write')
    const comment = (await commentsOf(ctx.sql, caseId, audiencesOf(isOfSite(ctx, one)))).find((found) => found.commentId === commentId && found.author === myId(ctx))
    if (comment === undefined) throw absent()
    await eraseComment(ctx.sql, commentId)
    return { ...comment, text: null, mentions: [] }
  },
}
