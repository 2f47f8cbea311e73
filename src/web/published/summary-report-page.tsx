// The public summary report of an assessment: rating by rating, as in its PDF, and the awards that came of it.
import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { linkTo } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { useWords } from '../ui/words.ts'
import { AwardStatus } from './award-words.tsx'
import { DocumentView } from './document-view.tsx'
import { OtherLanguages } from './other-languages.tsx'
import classes from './published.module.css'

const route = getRouteApi('/summary-reports/$summaryReportId')

export function Page() {
  const t = useMessages('published')
  const words = useWords()
  const { summaryReportId: reportId } = route.useParams()
  const times = useTimes()
  const { document, report, awards } = useRead('getSummaryReport', { reportId, ...times })
  return (
    <Frame>
      <PageHeading
        title={document.title}
        actions={
          <Button component="a" href={linkTo('exportSummaryReport', { reportId, ...times, language: t.language })}>
            {t('document.download')}
          </Button>
        }
      />
      <p className={classes.inline}>
        <Link to="/sites/$siteId" params={{ siteId: report.siteId }}>
          {t('document.site')}
        </Link>
        <OtherLanguages hrefOf={(language) => linkTo('exportSummaryReport', { reportId, ...times, language })} />
      </p>
      {awards.length === 0 ? null : (
        <section className={classes.section} aria-labelledby="awards">
          <h2 id="awards">{t('document.awards')}</h2>
          <ul className={classes.rows}>
            {awards.map((award) => (
              <li key={award.awardId}>
                <Link to="/awards/$awardId" params={{ awardId: award.awardId }}>
                  {words.metal(award.mark)}
                </Link>
                <AwardStatus award={award} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <DocumentView document={document} />
    </Frame>
  )
}
