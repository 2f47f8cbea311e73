// A month from a sheet: download the empty one, choose the filled one, see what each line would do, enter it.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { linkTo, upload } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { BookPage } from './book-page.tsx'
import { useAct, useKind, useMass } from './parts.tsx'
import classes from './balance.module.css'

const route = getRouteApi('/balance/$accountId/month')

function Content() {
  const { accountId } = route.useParams()
  const t = useMessages('balance')
  const mass = useMass()
  const kindOf = useKind()
  const { data } = useLooseRead('getAccount', { accountId })
  const [file, setFile] = useState<File>()
  const send = (one: File, isDryRun: boolean) => upload('importAccountMonth', { accountId, filename: one.name }, one, { isDryRun })
  const checked = useMutation({ mutationFn: (one: File) => send(one, true) })
  const entered = useAct((one: File) => send(one, false), () => { setFile(undefined); checked.reset() })
  const reading = checked.data
  return (
    <>
      <PageHeading title={t('month.title')} lead={data === undefined ? t('month.lead') : `${data.siteName}: ${kindOf(data.account)}. ${t('month.lead')}`} />
      <div className={classes.actions}>
        <Button variant="default" component="a" href={linkTo('getMonthTemplate', { accountId })}>{t('month.template')}</Button>
        <Button variant="subtle" component="a" renderRoot={(props) => <Link {...props} to="/balance/$accountId" params={{ accountId }} />}>{t('account.back')}</Button>
      </div>
      <FileDrop label={t('month.choose')} accept=".xlsx,.csv" isBusy={checked.isPending} onFile={(one) => { setFile(one); entered.reset(); checked.mutate(one) }}>
        {file === undefined ? null : <span>{file.name}</span>}
      </FileDrop>
      <div aria-live="polite">
        <ProblemText error={checked.error ?? entered.error} />
        {entered.data === undefined ? null : <p className={classes.answer}>{t('month.done', { entered: entered.data.entered, known: entered.data.known })}</p>}
        {reading === undefined ? null : <p className={classes.answer}>{t('month.checked', { entered: reading.entered, known: reading.known, wrong: reading.wrong, left: mass(reading.left) })}</p>}
      </div>
      {reading === undefined || file === undefined ? null : (
        <>
          <PlainTable label={t('month.title')}>
            <thead><tr><th scope="col">{t('column.line')}</th><th scope="col">{t('column.reference')}</th><th scope="col">{t('column.result')}</th><th scope="col">{t('column.why')}</th></tr></thead>
            <tbody>
              {reading.rows.map((row) => (
                <tr key={row.line}><th scope="row">{row.line}</th><td>{row.reference ?? '–'}</td><td><span className={classes.state} data-state={row.state}>{t(`month.state.${row.state}`)}</span></td><td>{row.code === null ? null : <RefusalText refusal={{ code: row.code, detail: row.detail ?? '' }} />}</td></tr>
              ))}
            </tbody>
          </PlainTable>
          <Button className={classes.after} disabled={reading.wrong > 0 || reading.entered === 0} loading={entered.isPending} onClick={() => entered.mutate(file)}>{t('month.enter')}</Button>
        </>
      )}
    </>
  )
}

export const Page = () => (
  <BookPage>
    <Content />
  </BookPage>
)
