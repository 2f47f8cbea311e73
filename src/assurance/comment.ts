// What the people of a case say to one another about a criterion: threads that are opened, answered and resolved. A thread
// is for the people of the site alone, or for everybody who works on the case; its answers stay where it was opened.
import { z } from 'zod'
import { Instant } from '#src/kernel/time.ts'
import { longText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'

/** `site`: the people of the site; `all`: also assessors, reviewers and the secretariat of the case. */
export const Audience = z.enum(['site', 'all'])
export type Audience = z.infer<typeof Audience>

export const CommentText = longText(4000).refine((text) => text.trim() !== '', 'a comment has words')

export const Comment = z.object({
  commentId: z.string(),
  standard: Slug,
  criterion: Slug,
  /** The comment that opened the thread. */
  threadId: z.string(),
  audience: Audience,
  author: z.string(),
  /** Null where its author took the words back. */
  text: z.string().nullable(),
  mentions: z.array(z.string()),
  at: Instant,
  /** Of the thread; told on the comment that opened it. */
  resolvedAt: Instant.nullable(),
  resolvedBy: z.string().nullable(),
})
export type Comment = z.infer<typeof Comment>

/** Who is told of a comment: those it names, and those who spoke in the thread before; never its author. */
export function toldOf(comment: Pick<Comment, 'author' | 'mentions'>, thread: readonly Pick<Comment, 'author'>[]): { mentioned: string[]; answered: string[] } {
  const mentioned = [...new Set(comment.mentions)].filter((userId) => userId !== comment.author)
  const answered = [...new Set(thread.map(({ author }) => author))].filter((userId) => userId !== comment.author && !mentioned.includes(userId))
  return { mentioned, answered }
}
