// Before the self-assessment goes out: what was found when it was looked through, each point with the way to its place, and
// the act that closes the workbook.
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import type { Book } from './answer.ts'
import { SaveState } from './save-state.tsx'
import { useDocumentTitle, useWorkbook, type Writing } from './use-workbook.ts'
import classes from './workbook.module.css'

type Finding = Result<'getQualityCheck'>['findings'][number]

/** What is the same for many criteria is said once. */
function Findings({ book, findings, title }: { readonly book: Book; readonly findings: readonly Finding[]; readonly title: string }) {
  const t = useMessages('workbook')
  const titleOf = ({ standard, criterion }: { readonly standard: string; readonly criterion: string }) =>
    book.criteria.find((one) => one.standard === standard && one.criterion === criterion)?.title ?? criterion
  return findings.length === 0 ? null : (
    <section aria-label={title}>
      <h2>{title}</h2>
      {[...Map.groupBy(findings, ({ code }) => code)].map(([code, same]) => (
        <section key={code} aria-label={t(`quality.${code}`)}>
          <h3 className={classes.found}>
            {t(`quality.${code}`)} <span className="quiet numeric">{same.length}</span>
          </h3>
          <ul className={classes.findings}>
            {same.map((one, index) => (
              <li key={index}>
                <Link to={`/cases/${book.caseId}/workbook/${one.standard}/${one.criterion}` as '/'}>{titleOf(one)}</Link>
                {one.other === null ? '' : ` ${t('quality.other', { title: titleOf(one.other) })}`}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}

function Submission({ writing }: { readonly writing: Writing }) {
  const t = useMessages('workbook')
  const client = useQueryClient()
  const { book, save } = writing
  const check = useLooseRead('getQualityCheck', { caseId: book.caseId })
  const submit = useMutation({
    mutationFn: (contentHash: string) => api.submitSelfAssessment({ caseId: book.caseId, contentHash }),
    onSuccess: () => client.invalidateQueries(),
    onError: () => void check.refetch(),
  })
  if (submit.isSuccess || book.state === 'self-assessed') return <p role="status">{t('submission.done')}</p>
  if (check.data === undefined) return check.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={check.error} />
  const { findings, isClear, contentHash } = check.data
  const blocking = findings.filter((one) => one.isBlocking)
  return (
    <>
      <SaveState writing={writing} />
      <p className={classes.figure}>
        {isClear ? t('submission.clear') : t('submission.open', { count: blocking.length })}
      </p>
      <Findings book={book} findings={blocking} title={t('submission.blocking')} />
      <Findings book={book} findings={findings.filter((one) => !one.isBlocking)} title={t('submission.hints')} />
      <section aria-labelledby="submit">
        <h2 id="submit">{t('submission.submit')}</h2>
        <p>{t('submission.meaning')}</p>
        {book.maySubmit ? null : <p>{t(book.state === 'committed' ? 'submission.owner-only' : 'closed')}</p>}
        <ProblemText error={submit.error} />
        {book.maySubmit ? (
          <Button disabled={!isClear || save.kind !== 'saved'} loading={submit.isPending} onClick={() => submit.mutate(contentHash)}>
            {t('submission.do')}
          </Button>
        ) : null}
      </section>
    </>
  )
}

function Body({ caseId }: { readonly caseId: string }) {
  const t = useMessages('workbook')
  const { writing, error } = useWorkbook(caseId)
  useDocumentTitle(writing === undefined ? undefined : t('title.submission', { site: writing.book.siteName }))
  return (
    <>
      <nav className={classes.way} aria-label={t('way')}>
        <Link to={`/cases/${caseId}/workbook` as '/'}>{t('way.all')}</Link>
      </nav>
      {writing !== undefined ? <Submission writing={writing} /> : error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={error} />}
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
