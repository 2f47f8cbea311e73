// The workbook as a list: every criterion by group with how far it is, and what is still to be done before it is submitted.
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { isTyping, useKeysAreOn } from '../shell/keys.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { isLeftOut, isSupported, shown, stateOf, type Criterion } from './answer.ts'
import { choicesFor } from './rating-choice.tsx'
import { SaveState } from './save-state.tsx'
import { StateMark } from './state-mark.tsx'
import { useDocumentTitle, useWorkbook, type Writing } from './use-workbook.ts'
import classes from './workbook.module.css'
import { NewInVersion } from '../desk/version-change-gaps.tsx'

export const SHOWN = ['all', 'mine', 'unanswered', 'conflicts', 'without-evidence', 'open-comments'] as const
export type Shown = (typeof SHOWN)[number]

const fits = (shownAs: Shown, one: Criterion, { book, queue }: Writing): boolean =>
  shownAs === 'all' ? true
    : shownAs === 'mine' ? one.answer.assignee?.value === book.me
      : shownAs === 'conflicts' ? stateOf(one, queue) === 'conflict'
        : shownAs === 'without-evidence' ? !isSupported(one) && !isLeftOut(one, queue)
          : shownAs === 'open-comments' ? one.openThreads > 0 : ['unanswered', 'begun'].includes(stateOf(one, queue))

function Progress({ writing }: { readonly writing: Writing }) {
  const t = useMessages('workbook')
  const { day } = useFormat()
  const { book, queue } = writing
  const done = book.criteria.filter((one) => stateOf(one, queue) === 'answered').length
  return (
    <div className={classes.progress}>
      <p className={classes.figure}>
        <b className="numeric">{t('progress.figure', { done, count: book.criteria.length })}</b> {t('progress.answered')}
      </p>
      <progress max={book.criteria.length} value={done} aria-label={t('progress.answered')} />
      {book.dueOn === null ? null : <p className="quiet">{t('progress.due', { day: day(book.dueOn) })}</p>}
    </div>
  )
}

function Filters({ writing, chosen }: { readonly writing: Writing; readonly chosen: Shown }) {
  const t = useMessages('workbook')
  const { book } = writing
  const offered = SHOWN.filter((one) => one !== 'mine' || book.isOfSite)
  return (
    <nav aria-label={t('filter')} className={classes.filters}>
      {offered.map((one) => (
        <Link
          key={one}
          to={`/cases/${book.caseId}/workbook` as '/'}
          search={(one === 'all' ? {} : { show: one }) as never}
          activeOptions={{ exact: true }}
          {...(one === chosen ? { 'aria-current': 'true' as const } : {})}>
          {t(`filter.${one}`)} <span className="numeric">{book.criteria.filter((criterion) => fits(one, criterion, writing)).length}</span>
        </Link>
      ))}
    </nav>
  )
}

function Row({ writing, one }: { readonly writing: Writing; readonly one: Criterion }) {
  const t = useMessages('workbook')
  const { book, queue } = writing
  const rating = shown(one, 'rating', queue)
  const word = choicesFor(book, one, t('file.not-applicable')).find(({ value }) => value === rating)?.label
  const assignee = book.people.find(({ userId }) => userId === one.answer.assignee?.value)?.name
  return (
    <li className={classes.row}>
      <Link to={`/cases/${book.caseId}/workbook/${one.standard}/${one.criterion}` as '/'} data-row>
        {one.number}. {one.title}
      </Link>
      <span className={classes.rowFacts}>
        <StateMark state={stateOf(one, queue)} />
        {word === undefined ? null : <span>{word}</span>}
        <span>{t('row.evidence', { count: one.evidence.length })}</span>
        {one.recognition === null || one.recognition.standing === 'not-covered' ? null : <span>{t(`row.recognised.${one.recognition.standing}`)}</span>}
        {one.openThreads === 0 ? null : <span>{t('row.threads', { count: one.openThreads })}</span>}
        {assignee === undefined ? null : <span>{assignee}</span>}
      </span>
    </li>
  )
}

/** j and k move over the rows, Enter opens the one in focus as a link does. */
function useRowKeys() {
  const list = useRef<HTMLDivElement>(null)
  const keysAreOn = useKeysAreOn()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!keysAreOn || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || (event.key !== 'j' && event.key !== 'k')) return
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
      const at = rows.indexOf(document.activeElement as HTMLElement)
      event.preventDefault()
      rows[Math.max(0, Math.min(rows.length - 1, event.key === 'j' ? at + 1 : at - 1))]?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [keysAreOn])
  return list
}

function List({ writing, chosen }: { readonly writing: Writing; readonly chosen: Shown }) {
  const t = useMessages('workbook')
  const { book } = writing
  const list = useRowKeys()
  const found = book.criteria.filter((one) => fits(chosen, one, writing))
  return (
    <div ref={list}>
      {found.length === 0 ? <p role="status">{t(`none.${chosen}`)}</p> : null}
      {book.standards.map(({ standard, title, groups }) => {
        const here = found.filter((one) => one.standard === standard)
        return here.length === 0 ? null : (
          <section key={standard} aria-label={title}>
            <h2>{title}</h2>
            {groups.map((group) => {
              const rows = here.filter((one) => one.group === group.slug)
              const all = book.criteria.filter((one) => one.standard === standard && one.group === group.slug)
              return rows.length === 0 ? null : (
                <section key={group.slug} aria-label={group.title}>
                  <h3 className={classes.group}>
                    {group.title}{' '}
                    <span className="quiet numeric">
                      {t('progress.figure', { done: all.filter((one) => stateOf(one, writing.queue) === 'answered').length, count: all.length })}
                    </span>
                  </h3>
                  <ol className={classes.rows}>
                    {rows.map((one) => (
                      <Row key={one.criterion} writing={writing} one={one} />
                    ))}
                  </ol>
                </section>
              )
            })}
          </section>
        )
      })}
    </div>
  )
}

function Return({ caseId }: { readonly caseId: string }) {
  const t = useMessages('workbook')
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const give = useMutation({
    mutationFn: () => api.returnSelfAssessment({ caseId, reason: reason.trim() }),
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <details className={classes.block}>
      <summary>{t('return')}</summary>
      <form
        className={classes.newComment}
        onSubmit={(event) => {
          event.preventDefault()
          give.mutate()
        }}>
        <p>{t('return.meaning')}</p>
        <Textarea label={t('return.reason')} required autosize minRows={3} maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemText error={give.error} />
        <Button type="submit" variant="default" loading={give.isPending} disabled={reason.trim() === ''}>
          {t('return.do')}
        </Button>
      </form>
    </details>
  )
}

function Body({ caseId }: { readonly caseId: string }) {
  const t = useMessages('workbook')
  const navigate = useNavigate()
  const { show } = useSearch({ strict: false }) as { show?: Shown }
  const { writing, error } = useWorkbook(caseId)
  useDocumentTitle(writing === undefined ? undefined : t('title.list', { site: writing.book.siteName }))
  if (writing === undefined) return error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={error} />
  const { book } = writing
  return (
    <>
      <div className={classes.top}>
        <Progress writing={writing} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => void navigate({ to: `/cases/${caseId}/workbook/file` as '/' })}>
            {t('to-file')}
          </Button>
          {book.state === 'committed' && book.isOfSite ? (
            <Button onClick={() => void navigate({ to: `/cases/${caseId}/workbook/submission` as '/' })}>{t('to-submission')}</Button>
          ) : null}
        </div>
      </div>
      <NewInVersion caseId={caseId} />
      {book.mayWrite ? <SaveState writing={writing} /> : <p className="quiet">{t('closed')}</p>}
      {writing.queue.waiting().length > 0 && !book.mayWrite ? <SaveState writing={writing} /> : null}
      <Filters writing={writing} chosen={show ?? 'all'} />
      <List writing={writing} chosen={show ?? 'all'} />
      {book.mayReturn ? <Return caseId={caseId} /> : null}
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="workbook">
      <Body caseId={caseId} />
    </CaseFrame>
  )
}
