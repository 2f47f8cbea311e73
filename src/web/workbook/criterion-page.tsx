// One criterion on one screen: what it asks, what was said last time, what is recognised, the evidence, the answer and what
// people say about it. Made for the keyboard: j and k go on and back, 1 to 4 rate, e goes to the rationale.
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { isTyping, useKeysAreOn } from '../shell/keys.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { NOT_APPLICABLE, isSupported, stateOf, type Book, type Criterion } from './answer.ts'
import { AnswerForm } from './answer-form.tsx'
import { choicesFor } from './rating-choice.tsx'
import { SaveState } from './save-state.tsx'
import { StateMark } from './state-mark.tsx'
import { useDocumentTitle, useWorkbook, type Writing } from './use-workbook.ts'
import classes from './workbook.module.css'

// Below the answer, and heavy: fetched once the answer can be written.
const EvidencePicker = lazy(() => import('../evidence/evidence-picker.tsx').then((module) => ({ default: module.EvidencePicker })))
const Comments = lazy(() => import('./comments.tsx').then((module) => ({ default: module.Comments })))

const addressOf = (book: Book, criterion: Criterion) => `/cases/${book.caseId}/workbook/${criterion.standard}/${criterion.criterion}`

function Requirement({ criterion }: { readonly criterion: Criterion }) {
  const t = useMessages('workbook')
  const groups = [...Map.groupBy(criterion.texts, ({ part }) => part)]
  return (
    <section aria-labelledby="requirement" className={classes.block}>
      <h3 id="requirement">{t('requirement')}</h3>
      <p>{criterion.meaning}</p>
      {groups.map(([part, texts]) => (
        <details key={part} open={part === 'requirement'}>
          <summary>{t(`text.${part}`)}</summary>
          {texts.map(({ key, text, language }) => (
            <p key={key} lang={language} className={classes.said}>
              <b>{key}</b> {text}
            </p>
          ))}
        </details>
      ))}
    </section>
  )
}

function Last({ book, criterion }: { readonly book: Book; readonly criterion: Criterion }) {
  const t = useMessages('workbook')
  const { last } = criterion
  const choices = choicesFor(book, criterion, t('file.not-applicable'))
  const wordOf = (level: string | null) => choices.find(({ value }) => value === (level ?? NOT_APPLICABLE))?.label ?? level ?? ''
  return (
    <section aria-labelledby="last" className={classes.block}>
      <h3 id="last">{t('last')}</h3>
      {last === null ? (
        <p className="quiet">{t('last.none')}</p>
      ) : (
        <dl className={classes.facts}>
          <dt>{t('last.own', { cycle: last.cycle })}</dt>
          <dd>
            {last.rating === null ? t('last.unrated') : wordOf(last.rating)}
            {[last.rationale, last.notApplicableReason].map((text, index) => text === null ? null : <p key={index} className={classes.said}>{text}</p>)}
          </dd>
          {last.assessed === null ? null : (
            <>
              <dt>{t('last.assessed')}</dt>
              <dd>
                {wordOf(last.assessed.level)}
                <p className={classes.said}>{last.assessed.rationale}</p>
              </dd>
            </>
          )}
        </dl>
      )}
    </section>
  )
}

function Recognised({ book, criterion }: { readonly book: Book; readonly criterion: Criterion }) {
  const t = useMessages('workbook')
  const { day } = useFormat()
  const { recognition } = criterion
  if (recognition === null) return null
  return (
    <section aria-labelledby="recognised" className={classes.block}>
      <h3 id="recognised">{t('recognised')}</h3>
      <p>
        {t(`recognised.${recognition.standing}`)}
        {recognition.lapsesOn === null ? '' : ` ${t('recognised.until', { day: day(recognition.lapsesOn) })}`}
        {recognition.standing === 'not-covered' || recognition.isApproved ? '' : ` ${t('recognised.example')}`}
      </p>
      {recognition.remains.length === 0 ? null : (
        <>
          <p>{t('recognised.remains')}</p>
          <ul>
            {recognition.remains.map(({ kind, text }, index) => (
              <li key={index}>{text ?? t(`remains.${kind}`)}</li>
            ))}
          </ul>
        </>
      )}
      <Link to={`/cases/${book.caseId}/recognition` as '/'}>{t('recognised.more')}</Link>
    </section>
  )
}

/** A letter means nothing to a choice, so that the keys go on there. */
const isWriting = (target: EventTarget | null): boolean =>
  isTyping(target) && !(target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type))

/** Single keys, where the person left them on. */
function useCriterionKeys(writing: Writing, criterion: Criterion, at: number, focusOn: React.RefObject<HTMLTextAreaElement | null>) {
  const navigate = useNavigate()
  const t = useMessages('workbook')
  const keysAreOn = useKeysAreOn()
  useEffect(() => {
    const { book } = writing
    const go = (index: number) => {
      const next = book.criteria[index]
      if (next !== undefined) void navigate({ to: addressOf(book, next) as '/' })
    }
    const onKey = (event: KeyboardEvent) => {
      if (!keysAreOn || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting(event.target)) return
      const choice = /^[1-9]$/.test(event.key) ? choicesFor(book, criterion, t('file.not-applicable'))[Number(event.key) - 1] : undefined
      const isOpen = book.mayWrite && criterion.answer.rating.conflict.length === 0
      const act = event.key === 'j' ? () => go(at + 1)
        : event.key === 'k' ? () => go(at - 1)
          : event.key === 'e' ? () => focusOn.current?.focus()
            : choice !== undefined && isOpen ? () => writing.type(criterion, 'rating', choice.value) : undefined
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}

function CriterionScreen({ writing, criterion }: { readonly writing: Writing; readonly criterion: Criterion }) {
  const t = useMessages('workbook')
  const { book, queue } = writing
  const at = book.criteria.indexOf(criterion)
  const focusOn = useRef<HTMLTextAreaElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const isFirst = useRef(true)
  useCriterionKeys(writing, criterion, at, focusOn)
  useDocumentTitle(t('title.criterion', { number: criterion.number, title: criterion.title, site: book.siteName }))
  const key = `${criterion.standard}/${criterion.criterion}`
  useEffect(() => {
    // Going on by a key or a link, a reader of the screen hears which criterion came.
    if (!isFirst.current) heading.current?.focus()
    isFirst.current = false
  }, [key])
  const standard = book.standards.find((one) => one.standard === criterion.standard)!
  const [before, after] = [book.criteria[at - 1], book.criteria[at + 1]]
  return (
    <article>
      <nav className={classes.way} aria-label={t('way')}>
        <Link to={`/cases/${book.caseId}/workbook` as '/'}>{t('way.all')}</Link>
        <span className="numeric">{t('way.at', { at: at + 1, count: book.criteria.length })}</span>
        {before === undefined ? null : <Link to={addressOf(book, before) as '/'} aria-keyshortcuts="k">← {t('way.before')}</Link>}
        {after === undefined ? null : <Link to={addressOf(book, after) as '/'} aria-keyshortcuts="j">{t('way.after')} →</Link>}
      </nav>
      <p className={classes.over}>
        {standard.title} · {standard.groups.find(({ slug }) => slug === criterion.group)?.title ?? ''}
      </p>
      <h2 ref={heading} tabIndex={-1} className={classes.criterionTitle}>
        {criterion.number}. {criterion.title}
      </h2>
      <div className={classes.bar}>
        <StateMark state={stateOf(criterion, queue)} />
        <SaveState writing={writing} />
      </div>
      <p className={`${classes.keys} quiet no-print`}>{t('keys')}</p>
      <div className={classes.columns}>
        <div>
          <Requirement criterion={criterion} />
          <Last book={book} criterion={criterion} />
          <Recognised book={book} criterion={criterion} />
        </div>
        <div>
          <AnswerForm key={key} writing={writing} criterion={criterion} focusOn={focusOn} />
          <section aria-labelledby="evidence-of-criterion" className={classes.block}>
            <h3 id="evidence-of-criterion">{t('evidence')}</h3>
            {isSupported(criterion) ? null : <p className="quiet">{t('evidence.none')}</p>}
            <Suspense fallback={<p className="quiet">{t('loading.part')}</p>}>
              <EvidencePicker caseId={book.caseId} standard={criterion.standard} criterion={criterion.criterion} isReadOnly={!book.mayWrite} />
            </Suspense>
          </section>
          <Suspense fallback={<p className="quiet">{t('loading.part')}</p>}>
            <Comments key={`comments ${key}`} book={book} criterion={criterion} />
          </Suspense>
        </div>
      </div>
    </article>
  )
}

function Body({ caseId, standard, criterion }: { readonly caseId: string; readonly standard: string; readonly criterion: string }) {
  const t = useMessages('workbook')
  const { writing, error } = useWorkbook(caseId)
  if (writing === undefined) return error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={error} />
  const found = writing.book.criteria.find((one) => one.standard === standard && one.criterion === criterion)
  if (found !== undefined) return <CriterionScreen writing={writing} criterion={found} />
  return (
    <Empty title={t('criterion.absent')}>
      <p>{t('criterion.absent.meaning')}</p>
      <Link to={`/cases/${caseId}/workbook` as '/'}>{t('way.all')}</Link>
    </Empty>
  )
}

export function Page() {
  const { caseId, standard, criterion } = useParams({ strict: false }) as { caseId: string; standard: string; criterion: string }
  return (
    <CaseFrame caseId={caseId} tab="workbook">
      <Body caseId={caseId} standard={standard} criterion={criterion} />
    </CaseFrame>
  )
}
