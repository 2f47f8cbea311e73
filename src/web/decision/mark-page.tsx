// "What would my mark be": the rule applied to what is known today, what stands between the site and the award in criteria
// and evidence, and when each clock runs out. Plain and calm; never in effort or cost.
import { getRouteApi } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame, DaysLeft } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './decision.module.css'
import { CriterionLink, OutcomeMark, Waiting, useStandardWords, type StandardWords } from './parts.tsx'

const route = getRouteApi('/cases/$caseId/mark')
type Preview = Result<'getMarkPreview'>
type Answer = Preview['answers'][number]
type Repairs = Answer['toAward']

const NEEDS = ['raise', 'evidence', 'rate'] as const
/** Longer lists are folded; their number stands before them. */
const MOST_SHOWN = 6

function Between({ answer, repairs, words }: { readonly answer: Answer; readonly repairs: Repairs; readonly words: StandardWords }) {
  const t = useMessages('decision')
  return (
    <>
      {NEEDS.map((needs) => {
        const these = repairs.filter((repair) => repair.needs === needs)
        if (these.length === 0) return null
        const list = (
          <ul className={classes.list}>
            {these.map(({ criterion, from, to }) => (
              <li key={criterion}>
                <CriterionLink under={answer} criterion={criterion} words={words} />{' '}
                {t(`needs.${needs}`, { from: from === null ? '' : words.level(answer.standard, from), to: words.level(answer.standard, to) })}
              </li>
            ))}
          </ul>
        )
        const heading = t(`needs.${needs}.count`, { count: these.length })
        return these.length <= MOST_SHOWN ? (
          <div key={needs}>
            <p>{heading}</p>
            {list}
          </div>
        ) : (
          <details key={needs}>
            <summary>{heading}</summary>
            {list}
          </details>
        )
      })}
    </>
  )
}

function MarkAnswer({ answers, words }: { readonly answers: readonly Answer[]; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const { list } = useFormat()
  const answer = answers[0]!
  const isShort = answer.outcome === 'not-awarded' || answer.outcome === 'undetermined'
  return (
    <section className={classes.mark}>
      <h2>{list(answers.map(({ standard, mark }) => words.mark(standard, mark)))}</h2>
      <p className={classes.big}>
        <OutcomeMark outcome={answer.outcome} />
      </p>
      <p>{t(`mark.outcome.${answer.outcome}`)}</p>
      {isShort && answer.toAward.length > 0 ? (
        <>
          <h3>{t('mark.to-award')}</h3>
          <Between answer={answer} repairs={answer.toAward} words={words} />
        </>
      ) : null}
      {answer.full !== null && answer.outcome !== 'awarded' && answer.toFull.length > 0 ? (
        <>
          <h3>{t('mark.to-full')}</h3>
          <Between answer={answer} repairs={answer.toFull} words={words} />
        </>
      ) : null}
      {answer.unreachable.length > 0 ? <p>{t('mark.unreachable')}</p> : null}
    </section>
  )
}

/** Marks about which the same is to be said stand together. */
const together = (answers: readonly Answer[]): Answer[][] =>
  [...Map.groupBy(answers, ({ standard, outcome, toAward, toFull }) => JSON.stringify([standard, outcome, toAward, toFull])).values()]

function Body({ preview }: { readonly preview: Preview }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const words = useStandardWords(preview.standards)
  return (
    <>
      <p>{t(`mark.basis.${preview.basis}`, { day: day(preview.asOf) })}</p>
      {preview.answers.length === 0 ? <p>{t('mark.nothing')}</p> : together(preview.answers).map((answers) => <MarkAnswer key={answers[0]!.mark ?? answers[0]!.standard} answers={answers} words={words} />)}
      <section className={classes.mark}>
        <h2>{t('mark.clocks')}</h2>
        {preview.clocks.length === 0 ? <p>{t('mark.no-clocks')}</p> : null}
        <ul className={classes.rows}>
          {preview.clocks.map((clock) => (
            <li key={clock.clock}>
              {words.clock(clock.clock)}: {day(clock.dueOn)} · <DaysLeft count={clock.daysLeft} />
            </li>
          ))}
        </ul>
      </section>
      <p className={classes.hash}>{t('engine', { engine: preview.engine, hash: preview.inputsHash })}</p>
    </>
  )
}

export function Page() {
  const { caseId } = route.useParams()
  const preview = useLooseRead('getMarkPreview', { caseId })
  return (
    <CaseFrame caseId={caseId} tab="mark">
      {preview.data === undefined ? <Waiting error={preview.error} /> : <Body preview={preview.data} />}
    </CaseFrame>
  )
}
