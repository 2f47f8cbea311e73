// Two lots of one's own book side by side.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { AnswerView } from './answer-view.tsx'
import classes from './lots.module.css'

const route = getRouteApi('/lots/compare')

function Compared() {
  const t = useMessages('lots')
  const { a = '', b = '', asOf } = route.useSearch()
  const read = useQuery({
    queryKey: ['compareLots', a, b, asOf ?? '', useLanguage()],
    queryFn: ({ signal }) => call('compareLots', { lotId: a, otherLotId: b, ...(asOf === undefined ? {} : { asOf }) }, { signal }),
  })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  return (
    <>
      {read.data.isComparable ? null : <p role="alert">{t('compare.not')}</p>}
      <div className={classes.sides}>
        {read.data.lots.map((answer, index) => (
          <section key={index}>
            <h2 className={classes.refs}>{t('lot.title', { lot: answer.lotId })}</h2>
            <AnswerView answer={answer} />
          </section>
        ))}
      </div>
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  return (
    <Frame>
      <PageHeading title={t('compare.title')} />
      <NeedsAccount>
        <Compared />
      </NeedsAccount>
    </Frame>
  )
}
