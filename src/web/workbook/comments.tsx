// What the people of a case say about a criterion: threads, each for the site alone or for everybody on the case.
import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import type { Book, Criterion } from './answer.ts'
import classes from './workbook.module.css'

type Comment = Result<'listComments'>['items'][number]
type Props = { readonly book: Book; readonly criterion: Criterion }

/** Reads the thread again, and the counts of the workbook with it. */
function useAgain(caseId: string): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['listComments'] })
    void client.invalidateQueries({ queryKey: ['getWorkbook', { caseId }] })
  }
}

function Said({ comment, book }: { readonly comment: Comment; readonly book: Book }) {
  const t = useMessages('workbook')
  const { instant } = useFormat()
  const again = useAgain(book.caseId)
  const withdraw = useMutation({
    mutationFn: () => api.withdrawComment({ caseId: book.caseId, commentId: comment.commentId }),
    onSuccess: again,
  })
  return (
    <li>
      <p className="quiet">
        {comment.authorName ?? t('somebody')} · {instant(comment.at)}
      </p>
      {comment.text === null ? <p className="quiet">{t('comment.withdrawn')}</p> : <p className={classes.said}>{comment.text}</p>}
      {comment.text !== null && comment.author === book.me ? (
        <button type="button" className={classes.clear} onClick={() => withdraw.mutate()}>
          {t('comment.withdraw')}
        </button>
      ) : null}
      <ProblemText error={withdraw.error} />
    </li>
  )
}

type NewProps = Props & { readonly threadId: string | null; readonly audience: 'site' | 'all'; readonly onDone?: () => void }

function NewComment({ book, criterion, threadId, audience, onDone }: NewProps) {
  const t = useMessages('workbook')
  const again = useAgain(book.caseId)
  const [text, setText] = useState('')
  const [to, setTo] = useState(audience)
  const [mentions, setMentions] = useState<readonly string[]>([])
  const add = useMutation({
    mutationFn: () =>
      api.addComment({
        caseId: book.caseId, standard: criterion.standard, criterion: criterion.criterion, threadId, audience: to, text, mentions: [...mentions],
      }),
    onSuccess: () => {
      setText('')
      setMentions([])
      again()
      onDone?.()
    },
  })
  const others = book.people.filter(({ userId, isColleague }) => isColleague && userId !== book.me)
  return (
    <form
      className={classes.newComment}
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate()
      }}>
      <Textarea
        label={threadId === null ? t('comment.new') : t('comment.answer')}
        autosize
        minRows={2}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {threadId === null && book.isOfSite ? (
        <NativeSelect
          label={t('comment.audience')}
          value={to}
          data={(['site', 'all'] as const).map((value) => ({ value, label: t(`audience.${value}`) }))}
          onChange={(event) => setTo(event.currentTarget.value as 'site' | 'all')}
        />
      ) : null}
      {others.length === 0 ? null : (
        <details>
          <summary>{t('comment.mention')}</summary>
          {others.map(({ userId, name }) => (
            <Checkbox
              key={userId}
              mt="xs"
              label={name}
              checked={mentions.includes(userId)}
              onChange={(event) =>
                setMentions(event.currentTarget.checked ? [...mentions, userId] : mentions.filter((one) => one !== userId))
              }
            />
          ))}
        </details>
      )}
      <ProblemText error={add.error} />
      <Button type="submit" size="xs" variant="default" loading={add.isPending} disabled={text.trim() === ''}>
        {threadId === null ? t('comment.send') : t('comment.send-answer')}
      </Button>
    </form>
  )
}

function Thread({ comments, ...props }: Props & { readonly comments: readonly Comment[] }) {
  const t = useMessages('workbook')
  const again = useAgain(props.book.caseId)
  const first = comments[0]!
  const [isAnswering, setAnswering] = useState(false)
  const resolve = useMutation({
    mutationFn: () => api.resolveComment({ caseId: props.book.caseId, threadId: first.threadId, isResolved: first.resolvedAt === null }),
    onSuccess: again,
  })
  return (
    <li className={classes.thread} data-resolved={first.resolvedAt === null ? undefined : ''}>
      <p className={classes.threadHead}>
        <span>{t(`audience.${first.audience}`)}</span>
        <span>{first.resolvedAt === null ? t('comment.open') : t('comment.resolved')}</span>
      </p>
      <ul>
        {comments.map((comment) => (
          <Said key={comment.commentId} comment={comment} book={props.book} />
        ))}
      </ul>
      {props.book.mayComment ? (
        <p className={classes.buttons}>
          <Button size="xs" variant="default" onClick={() => setAnswering(!isAnswering)} aria-expanded={isAnswering}>
            {t('comment.answer')}
          </Button>
          <Button size="xs" variant="default" loading={resolve.isPending} onClick={() => resolve.mutate()}>
            {first.resolvedAt === null ? t('comment.resolve') : t('comment.reopen')}
          </Button>
        </p>
      ) : null}
      {isAnswering ? (
        <NewComment {...props} threadId={first.threadId} audience={first.audience} onDone={() => setAnswering(false)} />
      ) : null}
      <ProblemText error={resolve.error} />
    </li>
  )
}

export function Comments({ book, criterion }: Props) {
  const t = useMessages('workbook')
  const read = useLooseRead('listComments', { caseId: book.caseId, standard: criterion.standard, criterion: criterion.criterion, limit: 1000 })
  const threads = [...Map.groupBy(read.data?.items ?? [], ({ threadId }) => threadId)].map(([threadId, comments]) =>
    comments.toSorted((a, b) => Number(b.commentId === threadId) - Number(a.commentId === threadId)),
  )
  return (
    <section aria-labelledby="comments" className={classes.block}>
      <h3 id="comments">{t('comments')}</h3>
      {threads.length === 0 ? (
        <p className="quiet">{t('comments.none')}</p>
      ) : (
        <ul className={classes.threads}>
          {threads.map((comments) => (
            <Thread key={comments[0]!.threadId} comments={comments} book={book} criterion={criterion} />
          ))}
        </ul>
      )}
      <ProblemText error={read.error} />
      {book.mayComment ? (
        <NewComment book={book} criterion={criterion} threadId={null} audience={book.isOfSite ? 'site' : 'all'} />
      ) : null}
    </section>
  )
}
