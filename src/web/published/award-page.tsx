// The live page of an award: where the code on a certificate leads. The first screen of a phone says the word, the mark,
// the site and until when; below stand the conditions, the history, and a way to check the paper in one's hand.
import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { linkTo, type Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { StatusShape } from '../ui/status-mark.tsx'
import { CertificateCheck } from './certificate-check.tsx'
import { shapeOf, isInForce, type AwardRow } from './award-words.tsx'
import { DocumentView } from './document-view.tsx'
import { OtherLanguages } from './other-languages.tsx'
import classes from './published.module.css'

const route = getRouteApi('/awards/$awardId')

function Headline({ award, title }: { readonly award: AwardRow; readonly title: string }) {
  const t = useMessages('published')
  const d = useMessages('documents')
  const { day } = useFormat()
  const held = isInForce(award)
  return (
    <div className={classes.headline} data-status={award.status} {...(held ? {} : { 'data-over': '' })}>
      <p className={classes.word}>
        <StatusShape status={shapeOf(award.status)} size={32} />
        {d(`award.status.${award.status}`)}
      </p>
      <p className={classes.until}>
        <strong>{title}</strong> · {award.siteName}
      </p>
      <p className={classes.until}>
        {held || award.status === 'suspended' ? t('award.valid-until', { day: day(award.validUntil) }) : t('award.ended', { day: day(award.validUntil) })}
      </p>
      {held ? null : (
        <p>
          <strong>{t('award.over')}</strong>
        </p>
      )}
      {award.conditionalWording === null ? null : <p>{award.conditionalWording}</p>}
      {award.underReviewSince === null ? null : (
        <p>
          <span className={classes.review}>{t('site.under-review', { day: day(award.underReviewSince) })}</span>
        </p>
      )}
    </div>
  )
}

/** The document without what the headline already said, and without the hash, which the check below shows. */
function Rest({ document }: Pick<Result<'getAward'>, 'document'>) {
  const from = document.blocks.findIndex(({ kind }) => kind === 'facts')
  return <DocumentView document={{ ...document, blocks: document.blocks.slice(from).filter(({ kind }) => kind !== 'code') }} />
}

export function Page() {
  const t = useMessages('published')
  const { day } = useFormat()
  const { awardId } = route.useParams()
  const times = useTimes()
  const { award, document, asOf, versions } = useRead('getAward', { awardId, ...times })
  const mark = markTitle(document)
  return (
    <Frame>
      <PageHeading
        title={t('award.title', { mark, site: award.siteName })}
        lead={t('award.lead', { number: award.awardId, day: day(asOf) })}
        actions={
          <>
            <Button component="a" href={linkTo('getCertificate', { awardId, ...times, language: t.language })}>
              {t('award.certificate')}
            </Button>
            <Button variant="default" onClick={() => window.print()}>
              {t('award.print')}
            </Button>
          </>
        }
      />
      <Headline award={award} title={mark} />
      <p className={classes.inline}>
        <Link to="/sites/$siteId" params={{ siteId: award.siteId }}>
          {t('award.site')}
        </Link>
        {award.reportId === null ? null : (
          <Link to="/summary-reports/$summaryReportId" params={{ summaryReportId: award.reportId }}>
            {t('award.report')}
          </Link>
        )}
        <OtherLanguages hrefOf={(language) => linkTo('getCertificate', { awardId, ...times, language })} />
      </p>
      <Rest document={document} />
      <CertificateCheck awardId={awardId} current={versions.at(-1)?.contentHash ?? award.contentHash} />
    </Frame>
  )
}

/** As the certificate names it: the words of the standard in the reader's language. */
const markTitle = (document: Result<'getAward'>['document']): string => document.foot.split(' · ')[1] ?? document.title
