// One import in three steps: what the columns are, what each row comes to, what publishing would change.
import { Tabs } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { NeedsOperator } from '../account/needs-operator.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { PublishStep } from './publish-step.tsx'
import { RowsStep } from './rows-step.tsx'
import classes from './imports.module.css'

const route = getRouteApi('/imports/$importId')
export type ImportDetail = Result<'getImport'>
const STEPS = ['columns', 'rows', 'publish'] as const

function Steps({ importId }: { readonly importId: string }) {
  const t = useMessages('imports')
  const { instant, number } = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: detail, error } = useLooseRead('getImport', { importId })
  if (error !== null) return <ProblemText error={error} />
  if (detail === undefined)
    return (
      <p role="status" className="quiet">
        {t('reading')}
      </p>
    )
  const step = STEPS.find((one) => one === search.step) ?? (detail.state === 'staged' ? 'columns' : 'publish')
  return (
    <>
      <p className={classes.facts}>
        <strong>{detail.directory.title}</strong>{' '}
        <span className="quiet">
          {detail.filename} · {t('bytes', { count: number(Math.ceil(detail.byteCount / 1024)) })} ·{' '}
          {t('uploaded', { at: instant(detail.uploadedAt) })} · {t(`state.${detail.state}`)}
        </span>
      </p>
      {detail.repeats === null ? null : (
        <p className={classes.hint} role="note">
          {t('repeats')}{' '}
          <Link to="/imports/$importId" params={{ importId: detail.repeats }}>
            {detail.repeats}
          </Link>
        </p>
      )}
      <Tabs
        value={step}
        onChange={(value) =>
          void navigate({
            search: (before) => ({ ...before, step: value ?? 'columns' }),
            replace: true,
            resetScroll: false,
          })
        }
        keepMounted={false}>
        <Tabs.List mb="md">
          {STEPS.map((one, index) => (
            <Tabs.Tab key={one} value={one}>
              {index + 1}. {t(`step.${one}`)}
              {one === 'rows' ? ` (${number(detail.counts.rows)})` : ''}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="columns">
          <ColumnsStep key={`${detail.mappingFrom} ${detail.directory.datasetId}`} detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="rows">
          <RowsStep detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="publish">
          <PublishStep detail={detail} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

export function Page() {
  const t = useMessages('imports')
  const { importId } = route.useParams()
  return (
    <Frame>
      <p className={classes.trail}>
        <Link to="/imports">{t('title')}</Link>
      </p>
      <PageHeading title={t('one.title')} />
      <NeedsOperator>
        <Steps importId={importId} />
      </NeedsOperator>
    </Frame>
  )
}
