// One site: facts on the left, history on the right, the source of each a click away. Permanent address; a merged number
// leads to where it went, a removed one says why it is gone.
import { Button, CopyButton } from '@mantine/core'
import { IconFlag, IconHistory, IconMap, IconPrinter, IconRss } from '@tabler/icons-react'
import { getRouteApi, Link, Navigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { linkTo, type Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { distinct, Footnotes } from '../ui/sources.tsx'
import { capital, useWords } from '../ui/words.ts'
import { Contested } from './site-contested.tsx'
import { SiteFacts } from './site-facts.tsx'
import { SiteMarks } from './site-marks.tsx'
import { SiteProductionSection } from './site-production.tsx'
import { SiteTimeline } from './site-timeline.tsx'
import type { Subject } from './report-error.tsx'
import classes from './site-page.module.css'

export type SiteRecord = Extract<Result<'getSite'>, { outcome: 'site' }>

/** The form comes when it is asked for. */
const ReportError = lazy(() => import('./report-error.tsx').then((module) => ({ default: module.ReportError })))

/** Most sites are known from public sources alone: the words of assurance come with a site of a cycle. */
const SiteAssurance = lazy(() => import('../published/site-assurance.tsx').then((module) => ({ default: module.SiteAssurance })))
const hasAssurance = ({ assurance }: SiteRecord): boolean => Object.values(assurance).some((list) => list.length > 0)

const route = getRouteApi('/sites/$siteId')

export function Page() {
  const { siteId } = route.useParams()
  const answer = useRead('getSite', { siteId, ...useTimes() })
  if (answer.outcome === 'merged')
    return <Navigate to="/sites/$siteId" params={{ siteId: answer.redirectTo }} replace />
  if (answer.outcome === 'withheld') return <Withheld {...answer} />
  return <Record site={answer} key={siteId} />
}

function Withheld({ siteId, reason, withheldOn }: Extract<Result<'getSite'>, { outcome: 'withheld' }>) {
  const t = useMessages('site')
  const { day } = useFormat()
  return (
    <Frame width="reading">
      <PageHeading title={t('withheld.title', { number: siteId })} />
      <p>{withheldOn === null ? t('withheld.meaning') : t('withheld.meaning.on', { day: day(withheldOn) })}</p>
      <blockquote className={classes.quote}>{reason}</blockquote>
    </Frame>
  )
}

function Actions({ site, onReport }: { readonly site: SiteRecord; readonly onReport: () => void }) {
  const t = useMessages('site')
  const at = site.position
  return (
    <>
      {at === null ? null : (
        <Button
          variant="default"
          leftSection={<IconMap size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/map" search={{ at: `${at.latitude},${at.longitude},7` }} />}>
          {t('action.map')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconHistory size={16} aria-hidden />}
        renderRoot={(props) => <Link {...props} to="/sites/$siteId/history" params={{ siteId: site.siteId }} />}>
        {t('action.history')}
      </Button>
      <Button
        variant="default"
        component="a"
        href={linkTo('getSiteFeed', { siteId: site.siteId })}
        leftSection={<IconRss size={16} aria-hidden />}>
        {t('action.follow')}
      </Button>
      <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
        {t('action.print')}
      </Button>
      <Button variant="default" leftSection={<IconFlag size={16} aria-hidden />} onClick={onReport}>
        {t('action.report')}
      </Button>
    </>
  )
}

function SiteNumber({ siteId }: { readonly siteId: string }) {
  const t = useMessages('site')
  return (
    <CopyButton value={siteId} timeout={2000}>
      {({ copied, copy }) => (
        <button
          type="button"
          className={classes.number}
          onClick={copy}
          aria-label={t('number.copy', { number: siteId })}>
          {siteId}
          <span aria-live="polite" className="quiet no-print">
            {copied ? t('number.copied') : ''}
          </span>
        </button>
      )}
    </CopyButton>
  )
}

function Record({ site }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  const words = useWords()
  const { day, list } = useFormat()
  const [subject, setSubject] = useState<Subject | 'record' | undefined>()
  const inText = (word: (value: string) => string) => (value: string) => words.inText(word(value))
  const lead = [
    capital(list(site.types.map(inText(words.type)))),
    site.metals.length === 0 ? undefined : capital(list(site.metals.map(inText(words.metal)))),
    site.place ?? undefined,
    words.country(site.country),
  ]
  return (
    <Frame>
      <PageHeading
        title={site.name}
        lead={
          <>
            {lead.filter((part) => part !== undefined).join(' · ')} <SiteNumber siteId={site.siteId} />
          </>
        }
        actions={<Actions site={site} onReport={() => setSubject('record')} />}
      />
      <p className="print-only">
        <small>{t('print.line', { day: day(site.asOf), position: site.logPosition })}</small>
      </p>
      <Footnotes sources={sourcesOf(site)}>
        <div className={classes.columns}>
          <div>
            <SiteMarks site={site} />
            {hasAssurance(site) ? (
              <Suspense fallback={null}>
                <SiteAssurance assurance={site.assurance} />
              </Suspense>
            ) : null}
            <SiteFacts site={site} />
            <SiteProductionSection site={site} onReport={setSubject} />
          </div>
          <div>
            <SiteTimeline site={site} onReport={setSubject} />
            <Contested site={site} />
          </div>
        </div>
        <Attribution site={site} />
      </Footnotes>
      {subject === undefined ? null : (
        <Suspense fallback={null}>
          <ReportError site={site} subject={subject} onClose={() => setSubject(undefined)} onSubject={setSubject} />
        </Suspense>
      )}
    </Frame>
  )
}

/** Every source of the record, in the order in which the page cites them. */
const sourcesOf = (site: SiteRecord) =>
  distinct([
    ...site.standing.marks.flatMap(({ lastAward, laterSource }) =>
      [lastAward?.source ?? [], laterSource?.source ?? []].flat(),
    ),
    ...site.citations,
    ...(site.positionCitation === null ? [] : [site.positionCitation]),
    ...site.aliases.flatMap(({ citation }) => citation ?? []),
    ...site.production.flatMap(({ citations }) => citations),
    ...[...site.timeline, ...site.chainOfCustody, ...site.dueDiligence].flatMap(({ citations }) => citations),
  ])

function Attribution({ site }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  return (
    <section className={classes.section} aria-labelledby="attribution">
      <h2 id="attribution">{t('attribution.title')}</h2>
      <ul className={classes.plain}>
        {site.attributions.map(({ dataset, title, attribution, licence, licenceUrl, isShareAlike }) => (
          <li key={dataset}>
            <strong>{title}</strong>. {attribution}{' '}
            {licenceUrl === undefined ? (
              licence
            ) : (
              <a href={licenceUrl} rel="license noreferrer">
                {licence}
              </a>
            )}
            {isShareAlike ? <span className={classes.shareAlike}>{t('attribution.share-alike')}</span> : null}
          </li>
        ))}
      </ul>
      <p className="quiet">
        <small>
          {t('attribution.position', { position: site.logPosition })}{' '}
          <Link to="/about-the-data">{t('attribution.more')}</Link>
        </small>
      </p>
    </section>
  )
}
