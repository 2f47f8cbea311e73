// The activity figures of one's own sites: each stage and period with what it comes to, its split and its versions.
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { usePages } from '../api/pages.ts'
import { useLooseRead, useRead } from '../api/reads.ts'
import { BookChoice } from '../custody/book-choice.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { RowTable } from '../ui/row-table.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useToday } from '../ui/use-today.ts'
import { AllocationForm } from './allocation-form.tsx'
import { ActivityFile } from './activity-file.tsx'
import { ActivityForm, type Activity } from './activity-form.tsx'
import { FactorForm, FactorList } from './factors.tsx'
import { Impact, type Change } from './impact.tsx'
import classes from './claims.module.css'

function Versions({ activityId }: { readonly activityId: string }) {
  const t = useMessages('claims')
  const { day } = useFormat()
  const { data } = useLooseRead('getActivity', { activityId })
  if (data === undefined) return null
  return (
    <ol className={classes.quiet}>
      {data.versions.map(({ version, recordedAt, reason }) => (
        <li key={version}>{t('activity.version', { day: day(recordedAt), reason: reason ?? t('activity.first') })}</li>
      ))}
    </ol>
  )
}

function One({ one, siteName, onRevise, onSplit }: { readonly one: Activity; readonly siteName: string; readonly onRevise: () => void; readonly onSplit: () => void }) {
  const t = useMessages('claims')
  const { day, number } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { activity, burden, problem } = one
  return (
    <li className={classes.option}>
      <h3>{t('activity.title', { stage: t(`stage.${activity.stage}`), site: siteName, from: day(activity.from, 'short'), to: day(activity.to, 'short') })}</h3>
      {burden === null ? (
        <p>{problem === null ? null : <RefusalText refusal={problem} />}</p>
      ) : (
        <>
          <p>{t('activity.comes-to', { tonnes: number(Number(burden.total.total) / 1000, 3), perTonne: burden.perTonne.map(({ substance, kgCo2e }) => `${t(`metal.${substance}`)} ${number(Number(kgCo2e), 2)}`).join(', ') })}</p>
          <p className={classes.quiet}>
            {t(burden.allocation.applied === 'none' ? 'activity.single' : 'activity.split', { applied: t(`applied.${burden.allocation.applied === 'none' ? 'single-product' : burden.allocation.applied}`), ratio: burden.allocation.valueRatio ?? '–', cutOff: burden.allocation.cutOff, shares: burden.allocation.shares.map(({ substance, share }) => `${t.has(`metal.${substance}`) ? t(`metal.${substance}` as 'metal.copper') : substance} ${number(Number(share) * 100, 4)} %`).join(', ') })}
          </p>
        </>
      )}
      <p>
        <Button size="compact-md" variant="default" onClick={onRevise}>
          {t('activity.revise')}
        </Button>{' '}
        {activity.outputs.length < 2 ? null : (
          <>
            <Button size="compact-md" variant="default" onClick={onSplit}>
              {t('allocation.title')}
            </Button>{' '}
          </>
        )}
        <Button size="compact-md" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('activity.versions', { count: one.version })}
        </Button>
      </p>
      {isOpen && burden !== null ? (
        <RowTable
          label={t('activity.lines')}
          rows={burden.lines}
          keyOf={(line) => String(burden.lines.indexOf(line))}
          columns={[
            { heading: t('activity.line.name'), cell: ({ name }) => name },
            { heading: t('activity.line.scope'), cell: ({ scope }) => scope },
            { heading: 't CO2e', cell: ({ kgCo2e }) => number(Number(kgCo2e) / 1000, 3), className: 'numeric' },
            { heading: t('activity.line.factor'), cell: ({ factor }) => factor === null ? '–' : `${factor.kgCo2e} kg/${factor.unit} · ${t(`quality.${factor.quality}`)} · ${factor.source}` },
          ]}
        />
      ) : null}
      {isOpen ? <Versions activityId={one.activityId} /> : null}
    </li>
  )
}

type Opened = { readonly form: 'new' | 'factor' | 'file' } | { readonly form: 'revision' | 'allocation'; readonly of: Activity }
const TITLES = { new: 'activity.new', factor: 'factor.enter', file: 'file.title', revision: 'activity.revise', allocation: 'allocation.title' } as const

function Figures({ organisationId, sites }: { readonly organisationId: string; readonly sites: readonly { siteId: string; name: string }[] }) {
  const t = useMessages('claims')
  const year = useToday().slice(0, 4)
  const [open, setOpen] = useState<Opened | null>(null)
  const [changed, setChanged] = useState<readonly Change[] | null>(null)
  const pages = usePages('listActivities', { organisationId })
  const { items } = pages
  const begin = (what: Opened) => {
    setChanged(null)
    setOpen(what)
  }
  const done = (impact: readonly Change[] | null) => {
    setChanged(impact)
    setOpen(null)
  }
  const factors = useRead('listEmissionFactors', { organisationId, limit: 1000 }).items
  if (open !== null) {
    return (
      <section aria-labelledby="form">
        <h2 id="form">{t(TITLES[open.form])}</h2>
        <p>
          <Button variant="subtle" size="compact-md" onClick={() => setOpen(null)}>
            {t('say.back')}
          </Button>
        </p>
        {open.form === 'factor' ? (
          <FactorForm organisationId={organisationId} factors={factors} onDone={done} />
        ) : open.form === 'file' ? (
          <ActivityFile organisationId={organisationId} onDone={() => done(null)} />
        ) : open.form === 'allocation' ? (
          <AllocationForm of={open.of} onDone={done} />
        ) : (
          <ActivityForm organisationId={organisationId} sites={sites} year={year} factors={factors} {...('of' in open ? { of: open.of } : {})} onDone={done} />
        )}
      </section>
    )
  }
  return (
    <>
      <Group mb="md">
        <Button onClick={() => begin({ form: 'new' })}>{t('activity.new')}</Button>
        <Button variant="default" onClick={() => begin({ form: 'file' })}>{t('file.title')}</Button>
        <Button variant="default" onClick={() => begin({ form: 'factor' })}>
          {t('factor.enter')}
        </Button>
      </Group>
      <div role="status">
        {changed === null ? null : (
          <section className={classes.section} aria-labelledby="changed">
            <h2 id="changed">{t('impact.title')}</h2>
            <p>{t('impact.done')}</p>
            <Impact impact={changed} />
          </section>
        )}
      </div>
      {items.length === 0 ? (
        <Empty title={t('activity.none')}>
          <p>{t('activity.none.meaning')}</p>
        </Empty>
      ) : (
        <ul className={classes.options}>
          {items.map((one) => (
            <One key={one.activityId} one={one} siteName={sites.find(({ siteId }) => siteId === one.activity.siteId)?.name ?? one.activity.siteId} onRevise={() => begin({ form: 'revision', of: one })} onSplit={() => begin({ form: 'allocation', of: one })} />
          ))}
        </ul>
      )}
      <ShowMore of={pages} />
      <FactorList factors={factors} />
    </>
  )
}

function Books() {
  const [book, setBook] = useState<string>()
  return (
    <BookChoice chosen={book} onChoose={setBook}>
      {({ organisationId, sites }) => <Figures key={organisationId} organisationId={organisationId} sites={sites} />}
    </BookChoice>
  )
}

export function Page() {
  const t = useMessages('claims')
  return (
    <Frame>
      <PageHeading title={t('activity.heading')} lead={t('activity.lead')} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <Books />
      </NeedsAccount>
    </Frame>
  )
}
