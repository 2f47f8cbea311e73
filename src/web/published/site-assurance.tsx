// On the page of a site: what assurance cycles in this installation made public of it, newest first.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { capital, useWords } from '../ui/words.ts'
import { AwardStatus } from './award-words.tsx'
import { Extensions } from './extensions.tsx'
import classes from './published.module.css'

export type SiteAssuranceOf = Extract<Result<'getSite'>, { outcome: 'site' }>['assurance']

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <h3>{title}</h3>
      <ul className={classes.rows}>{children}</ul>
    </>
  )
}

function Awards({ awards }: Pick<SiteAssuranceOf, 'awards'>) {
  const t = useMessages('published')
  const d = useMessages('documents')
  const words = useWords()
  const { day } = useFormat()
  return (
    <>
      {awards.map((award) => (
        <li key={award.awardId}>
          <Link to="/awards/$awardId" params={{ awardId: award.awardId }}>
            {t('site.award', { mark: capital(words.metal(award.mark)), day: day(award.decidedOn) })}
          </Link>
          <AwardStatus award={award} />
          <span className="quiet">{t('award.valid-until', { day: day(award.validUntil) })}</span>
          {award.underReviewSince === null ? null : (
            <span className={classes.review}>{t('site.under-review', { day: day(award.underReviewSince) })}</span>
          )}
          {award.history.length < 2 ? null : (
            <details>
              <summary>{t('award.history')}</summary>
              <ul className={classes.rows}>
                {award.history.map(({ on, change, reasonClass }, index) => (
                  <li key={index}>
                    {day(on)}: {d(`award.change.${change}`)} ({d(`award.reason.${reasonClass}`)})
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </>
  )
}

export function SiteAssurance({ assurance }: { readonly assurance: SiteAssuranceOf }) {
  const t = useMessages('published')
  const d = useMessages('documents')
  const { day } = useFormat()
  const { awards, letters, notices, reports, plans, extensions } = assurance
  return (
    <section className={classes.section} aria-labelledby="assurance">
      <h2 id="assurance">{t('site.title')}</h2>
      {awards.length === 0 ? null : (
        <Part title={t('site.awards')}>
          <Awards awards={awards} />
        </Part>
      )}
      {reports.length === 0 ? null : (
        <Part title={t('site.reports')}>
          {reports.map((report) => (
            <li key={report.reportId}>
              <Link to="/summary-reports/$summaryReportId" params={{ summaryReportId: report.reportId }}>
                {t('site.report', { kind: d(`report.round.${report.roundKind}`), day: day(report.decidedOn), outcome: d(`report.outcome.${report.outcome}`) })}
              </Link>
            </li>
          ))}
        </Part>
      )}
      {plans.length === 0 ? null : (
        <Part title={t('site.plans')}>
          {plans.map((plan) => (
            <li key={plan.planId}>
              <Link to="/improvement-plans/$planId" params={{ planId: plan.planId }}>
                {t('site.plan', { verified: plan.counts.verified ?? 0, count: plan.gaps.length, day: day(plan.dueOn) })}
              </Link>
            </li>
          ))}
        </Part>
      )}
      {notices.length === 0 ? null : (
        <Part title={t('site.notices')}>
          {notices.map((notice) => (
            <li key={notice.noticeId}>
              <span>
                {t('notice.period', { from: day(notice.visitFrom), to: day(notice.visitTo) })}, {notice.firmName}
              </span>
              <span className="quiet">{t(`assessments.${notice.phase}`)}</span>
              {notice.phase === 'past' ? null : <a href={notice.hearing}>{t('notice.heard')}</a>}
            </li>
          ))}
        </Part>
      )}
      {letters.length === 0 ? null : (
        <Part title={t('site.letters')}>
          {letters.map((letter) => (
            <li key={letter.letterId}>
              <Link to="/letters/$letterId" params={{ letterId: letter.letterId }}>
                {t('site.letter', { day: day(letter.signedOn) })}
              </Link>
            </li>
          ))}
        </Part>
      )}
      {extensions.length === 0 ? null : (
        <>
          <h3>{t('extensions.title')}</h3>
          <Extensions extensions={extensions} />
        </>
      )}
    </section>
  )
}
