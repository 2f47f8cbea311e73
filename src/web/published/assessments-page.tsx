// Announced assessments, coming ones first: where, when, by whom, in which languages, and the way to be heard.
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import classes from './published.module.css'

export type NoticeRow = Result<'listAssessmentNotices'>['items'][number]
const PHASES = ['under-way', 'upcoming', 'past'] as const

function Notice({ notice }: { readonly notice: NoticeRow }) {
  const t = useMessages('published')
  const { day, list } = useFormat()
  const languages = new Intl.DisplayNames(t.language, { type: 'language' })
  const named = (tag: string): string => {
    try { return languages.of(tag) ?? tag } catch { return tag }
  }
  return (
    <article className={classes.notice} id={notice.noticeId}>
      <h3>
        <Link to="/sites/$siteId" params={{ siteId: notice.siteId }}>
          {notice.siteName}
        </Link>
      </h3>
      <Facts>
        <Fact name={t('notice.visit')}>{t('notice.period', { from: day(notice.visitFrom), to: day(notice.visitTo) })}</Fact>
        <Fact name={t('notice.firm')}>{notice.firmName}</Fact>
        <Fact name={t('notice.languages')}>{list(notice.languages.map(named))}</Fact>
        <Fact name={t('notice.published')}>{day(notice.publishedOn)}</Fact>
      </Facts>
      {notice.text === '' ? null : <p>{notice.text}</p>}
      {notice.phase === 'past' ? null : (
        <>
          <p>{notice.isBeforeVisit ? t('notice.before', { day: day(notice.concernsUntil) }) : t('notice.after')}</p>
          <Button component="a" href={notice.hearing} aria-label={t('notice.heard.about', { site: notice.siteName })}>
            {t('notice.heard')}
          </Button>
        </>
      )}
    </article>
  )
}

export function Page() {
  const t = useMessages('published')
  const notices = useRead('listAssessmentNotices', { ...useTimes(), limit: 500 })
  return (
    <Frame>
      <PageHeading title={t('assessments.title')} lead={t('assessments.lead')} />
      {notices.items.length === 0 ? (
        <Empty title={t('assessments.none')}>
          <p>{t('assessments.none.meaning')}</p>
        </Empty>
      ) : null}
      {PHASES.map((phase) => {
        const shown = notices.items.filter((notice) => notice.phase === phase)
        // What comes first is shown first; what is over, the newest first.
        const inOrder = phase === 'past' ? shown : shown.toReversed()
        return shown.length === 0 ? null : (
          <section key={phase} className={classes.section} aria-labelledby={phase}>
            <h2 id={phase}>{t(`assessments.${phase}`)}</h2>
            <div className={classes.notices}>
              {inOrder.map((notice) => (
                <Notice key={notice.noticeId} notice={notice} />
              ))}
            </div>
          </section>
        )
      })}
    </Frame>
  )
}
