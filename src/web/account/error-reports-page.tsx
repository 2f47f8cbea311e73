// The queue of error reports, the longest due first, each with its clock. A decision is public and final, so it says
// what becomes public before it is made.
import { Button, NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { NeedsOperator } from './needs-operator.tsx'
import { OpenDisputes } from './open-disputes.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './account.module.css'

const route = getRouteApi('/error-reports')
const STATES = ['all', 'open', 'overdue', 'decided'] as const
const OUTCOMES = ['corrected', 'rejected', 'disputed'] as const
type Report = Result<'listErrorReports'>['items'][number]

/** Days until the day by which it is answered; below zero when it has passed. */
const daysLeft = (dueOn: string): number =>
  Math.round(
    (Date.parse(`${dueOn}T00:00:00Z`) - Date.parse(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`)) / 864e5,
  )

function Clock({ report }: { readonly report: Report }) {
  const t = useMessages('account')
  const { day } = useFormat()
  if (report.decidedOn !== null) return <span>{t('report.decided', { day: day(report.decidedOn) })}</span>
  const left = daysLeft(report.dueOn)
  return (
    <span className={classes.clock} data-state={report.state}>
      {t('report.due', { day: day(report.dueOn) })} ·{' '}
      {left < 0 ? t('report.overdue-by', { count: -left }) : t('report.days-left', { count: left })}
    </span>
  )
}

function Decision({ report, onDone }: { readonly report: Report; readonly onDone: () => void }) {
  const t = useMessages('account')
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('corrected')
  const [text, setText] = useState('')
  const decide = useMutation({
    mutationFn: () => api.decideErrorReport({ reportId: report.reportId, outcome, text: text.trim() }),
    onSuccess: onDone,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        decide.mutate()
      }}>
      <Stack gap="sm">
        <Radio.Group
          label={t('decide.outcome')}
          value={outcome}
          onChange={(value) => setOutcome(value as typeof outcome)}>
          <Stack gap={6} mt={6}>
            {OUTCOMES.map((one) => (
              <Radio key={one} value={one} label={t(`outcome.${one}`)} description={t(`outcome.${one}.meaning`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('decide.text')}
          description={t('decide.text.meaning')}
          required
          autosize
          minRows={3}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ProblemText error={decide.error} />
        <Button type="submit" loading={decide.isPending} disabled={text.trim() === ''} className={classes.submit}>
          {t('decide.publish')}
        </Button>
      </Stack>
    </form>
  )
}

function Card({ report, onChange }: { readonly report: Report; readonly onChange: () => void }) {
  const t = useMessages('account')
  const { day } = useFormat()
  const [isDeciding, setDeciding] = useState(false)
  const erase = useMutation({
    mutationFn: () => api.eraseErrorReport({ reportId: report.reportId }),
    onSuccess: onChange,
  })
  return (
    <li className={classes.report}>
      <div className={classes.reportHead}>
        <strong>
          <Link to="/sites/$siteId" params={{ siteId: report.siteId }}>
            {report.siteId}
          </Link>
        </strong>
        <span className="quiet">
          {report.about === null
            ? t('report.whole')
            : t('report.about', { kind: report.about.kind, id: report.about.factId })}
        </span>
        <Clock report={report} />
      </div>
      {report.text === null ? (
        <p className="quiet">{t('report.erased', { day: report.erasedOn === null ? '' : day(report.erasedOn) })}</p>
      ) : (
        <p className={classes.words}>{report.text}</p>
      )}
      <p className="quiet">
        {t('report.received', { day: day(report.receivedOn) })} ·{' '}
        {report.email === null ? t('report.no-email') : <a href={`mailto:${report.email}`}>{report.email}</a>} ·{' '}
        <Link to="/error-reports/$reportId" params={{ reportId: report.reportId }}>
          {t('report.public')}
        </Link>
      </p>
      {report.outcome === null ? null : (
        <p>
          {t(`outcome.${report.outcome}`)}: {report.outcomeText}
        </p>
      )}
      <div className={classes.row}>
        {report.state === 'decided' || isDeciding ? null : (
          <Button size="xs" onClick={() => setDeciding(true)}>
            {t('decide')}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          component="a"
          renderRoot={(props) => <Link {...props} to="/contested/$siteId" params={{ siteId: report.siteId }} />}>
          {t('contested.link')}
        </Button>
        {report.text === null ? null : (
          <Button size="xs" variant="subtle" loading={erase.isPending} onClick={() => erase.mutate()}>
            {t('report.erase')}
          </Button>
        )}
      </div>
      {isDeciding ? (
        <Decision
          report={report}
          onDone={() => {
            setDeciding(false)
            onChange()
          }}
        />
      ) : null}
      <ProblemText error={erase.error} />
    </li>
  )
}

function Queue() {
  const t = useMessages('account')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const state = STATES.find((one) => one === search.state) ?? 'all'
  const reports = useLooseRead('listErrorReports', { limit: 200, ...(state === 'all' ? {} : { state }) })
  const again = () => void queries.invalidateQueries({ queryKey: ['listErrorReports'] })
  return (
    <>
      <NativeSelect
        label={t('report.filter')}
        value={state}
        maw={240}
        mb="md"
        data={STATES.map((one) => ({ value: one, label: t(`report.state.${one}`) }))}
        onChange={(event) => {
          const value = event.currentTarget.value
          void navigate({ search: value === 'all' ? {} : { state: value }, replace: true })
        }}
      />
      <ProblemText error={reports.error} />
      {reports.data === undefined ? (
        <p role="status" className="quiet">
          {t('asking')}
        </p>
      ) : reports.data.items.length === 0 ? (
        <Empty title={t('reports.none')}>
          <p>{t('reports.none.next')}</p>
        </Empty>
      ) : (
        <ul className={classes.reports}>
          {reports.data.items.map((report) => (
            <Card key={report.reportId} report={report} onChange={again} />
          ))}
        </ul>
      )}
      <OpenDisputes />
    </>
  )
}

export function Page() {
  const t = useMessages('account')
  return (
    <Frame>
      <PageHeading title={t('reports.title')} lead={t('reports.lead')} />
      <NeedsOperator>
        <Queue />
      </NeedsOperator>
    </Frame>
  )
}
