// The page of a lot for whoever relies on it: the awarded share first, then where the metal comes from and how sure that is.
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { holdsRole, useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { useTimes } from '../api/reads.ts'
import { LotField } from '../custody/lot-field.tsx'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { Evidence, Figures, MapOfOrigins, Origins, Unknown, Versions } from './answer-view.tsx'
import { isWithheld, useAnswerWords, type Answer } from './answer-words.ts'
import { Footprint } from './lot-footprint.tsx'
import { Ways } from './ways.tsx'
import { WhereItWent } from './where-it-went.tsx'
import classes from './lots.module.css'

const LotFlow = lazy(() => import('./lot-flow.tsx').then((module) => ({ default: module.LotFlow })))
const route = getRouteApi('/lots/$lotId')
const FORMATS = ['pdf', 'xlsx', 'json'] as const

function Tools({ lotId, asOf }: { readonly lotId: string; readonly asOf: string | undefined }) {
  const t = useMessages('lots')
  const navigate = useNavigate()
  const { knownAt } = useTimes()
  const [other, setOther] = useState('')
  return (
    <>
      <div className={classes.tools}>
        <TextInput
          type="date"
          label={t('as-of.label')}
          value={asOf ?? ''}
          onChange={(event) => {
            const day = event.currentTarget.value
            void navigate({ to: '/lots/$lotId', params: { lotId }, search: day === '' ? {} : { asOf: day }, replace: true })
          }}
        />
        {asOf === undefined ? null : (
          <Button variant="default" onClick={() => void navigate({ to: '/lots/$lotId', params: { lotId }, search: {}, replace: true })}>
            {t('as-of.none')}
          </Button>
        )}
        {FORMATS.map((format) => (
          <Button
            key={format}
            component="a"
            variant="default"
            download
            href={`/api/v1/lots/${encodeURIComponent(lotId)}/origins/export?format=${format}${asOf === undefined ? '' : `&asOf=${asOf}`}${knownAt === undefined ? '' : `&knownAt=${knownAt}`}`}>
            {t('lot.export')} {format.toUpperCase()}
          </Button>
        ))}
      </div>
      <form
        className={classes.tools}
        onSubmit={(event) => {
          event.preventDefault()
          if (other.trim() !== '') void navigate({ to: '/lots/compare', search: { a: lotId, b: other.trim(), ...(asOf === undefined ? {} : { asOf }) } })
        }}>
        <LotField label={t('lot.compare')} book={lotId.slice(0, lotId.indexOf(':'))} lotId={other} onChange={setOther} isRequired={false} />
        <Button type="submit" variant="default">
          {t('lot.compare.go')}
        </Button>
      </form>
    </>
  )
}

/** What is made of a lot for others: a claim, the passport of a product, a pack of evidence; as far as the reader may. */
function Next({ lotId }: { readonly lotId: string }) {
  const t = useMessages('lots')
  const me = useMe()
  const mayIssue = holdsRole(me, 'site-owner', 'partner')
  if (!mayIssue && !holdsRole(me, 'site-contributor')) return null
  return (
    <section className={classes.section} aria-labelledby="next">
      <h2 id="next">{t('next')}</h2>
      <ul className={classes.next}>
        {mayIssue ? (
          <>
            <li>
              <Link to="/claims/new" search={{ kind: 'lot', id: lotId }}>
                {t('next.claim')}
              </Link>
            </li>
            <li>
              <Link to="/passports/new" search={{ lot: lotId }}>
                {t('next.passport')}
              </Link>
            </li>
          </>
        ) : null}
        <li>
          <Link to="/footprint/lots" search={{ lot: lotId }}>
            {t('next.footprint')}
          </Link>
        </li>
        <li>
          <a href={`/api/v1/lots/${encodeURIComponent(lotId)}/evidence-pack`} download>
            {t('next.pack')}
          </a>
        </li>
      </ul>
    </section>
  )
}

/** Said only where a correction changed a figure of this lot. */
function WhatChanged({ lotId }: { readonly lotId: string }) {
  const t = useMessages('lots')
  const book = lotId.slice(0, lotId.indexOf(':'))
  const read = useQuery({ queryKey: ['listImpacts', lotId, useLanguage()], queryFn: ({ signal }) => call('listImpacts', { organisationId: book, lotId, limit: 20 }, { signal }) })
  const changed = (read.data?.items ?? []).filter(({ hasChanged }) => hasChanged)
  if (changed.length === 0) return null
  return (
    <aside className={classes.changed}>
      <p>
        {t('lot.changed', { count: changed.length })}{' '}
        <Link to="/lots/changes" search={{ book, lot: lotId }}>
          {t('lot.changed.see')}
        </Link>
      </p>
    </aside>
  )
}

function Answered({ answer, asOf }: { readonly answer: Answer; readonly asOf: string | undefined }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { day } = useFormat()
  const { knownAt } = useTimes()
  return (
    <>
      <p>
        {t('document.subtitle', { material: t(`material.${answer.material}`), model: t(`model.${answer.model}`) })}
        {isWithheld(answer.quanta) ? null : ` · ${words.mass(answer.quanta, answer.metal)}`}
      </p>
      {asOf === undefined ? null : <p role="status">{t('as-of.showing', { day: day(asOf) })}</p>}
      <WhatChanged lotId={answer.lotId} />
      <Figures answer={answer} />
      <Tools lotId={answer.lotId} asOf={asOf} />
      <Origins answer={answer} />
      <MapOfOrigins answer={answer} />
      <section className={classes.section}>
        <h2>{t('flow')}</h2>
        <Suspense fallback={<p role="status">{t('loading')}</p>}>
          <LotFlow lotId={answer.lotId} asOf={asOf} knownAt={knownAt} />
        </Suspense>
      </section>
      <Unknown answer={answer} />
      <Footprint footprint={answer.footprint} metal={answer.metal} />
      <Evidence answer={answer} />
      <Next lotId={answer.lotId} />
      {/* These follow the ledger of today. */}
      {knownAt === undefined ? <><Ways lotId={answer.lotId} /><WhereItWent lotId={answer.lotId} metal={answer.metal} /></> : null}
      <Versions answer={answer} />
    </>
  )
}

function Lot({ lotId }: { readonly lotId: string }) {
  const t = useMessages('lots')
  const { asOf } = route.useSearch()
  const { knownAt } = useTimes()
  const read = useQuery({
    queryKey: ['getLotOrigins', lotId, asOf ?? '', knownAt ?? '', useLanguage()],
    queryFn: ({ signal }) => call('getLotOrigins', { lotId, ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) }, { signal }),
  })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  return (
    <>
      {read.data.isSimulated ? <p className={classes.badge}>{t('simulated')}</p> : null}
      <Answered answer={read.data} asOf={asOf} />
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  const { lotId = '' } = useParams({ strict: false })
  return (
    <Frame>
      <PageHeading title={t('lot.title', { lot: lotId.slice(lotId.indexOf(':') + 1) })} />
      <NeedsAccount>
        <Lot lotId={lotId} />
      </NeedsAccount>
    </Frame>
  )
}
