// Two lots of one's own book side by side.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { LotField } from '../custody/lot-field.tsx'
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
  const { a, b, asOf } = route.useSearch()
  const navigate = route.useNavigate()
  const [one, setOne] = useState(a ?? '')
  const [other, setOther] = useState(b ?? '')
  return (
    <>
      <form
        className={classes.tools}
        onSubmit={(event) => {
          event.preventDefault()
          if (one !== '' && other !== '') void navigate({ search: { a: one, b: other, ...(asOf === undefined ? {} : { asOf }) } })
        }}>
        <LotField label={t('column.lot')} lotId={one} onChange={setOne} />
        <LotField label={t('lot.compare')} lotId={other} onChange={setOther} />
        <Button type="submit" variant="default">
          {t('lot.compare.go')}
        </Button>
      </form>
      {a === undefined || b === undefined ? null : <Sides key={`${a} ${b}`} a={a} b={b} asOf={asOf} />}
    </>
  )
}

function Sides({ a, b, asOf }: { readonly a: string; readonly b: string; readonly asOf: string | undefined }) {
  const t = useMessages('lots')
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
            <h2 className={classes.refs}>{t('lot.title', { lot: answer.lotId.slice(answer.lotId.indexOf(':') + 1) })}</h2>
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
