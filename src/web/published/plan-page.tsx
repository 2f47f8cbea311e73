// How far an improvement plan has come, as published: by criterion, never what is done or by whom.
import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { linkTo } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { DocumentView } from './document-view.tsx'
import { OtherLanguages } from './other-languages.tsx'
import classes from './published.module.css'

const route = getRouteApi('/improvement-plans/$planId')

export function Page() {
  const t = useMessages('published')
  const { planId } = route.useParams()
  const times = useTimes()
  const { document, plan } = useRead('getPlanStanding', { planId, ...times })
  return (
    <Frame>
      <PageHeading
        title={document.title}
        actions={
          <Button component="a" href={linkTo('exportPlanStanding', { planId, ...times, language: t.language })}>
            {t('document.download')}
          </Button>
        }
      />
      <p className={classes.inline}>
        <Link to="/sites/$siteId" params={{ siteId: plan.siteId }}>
          {t('document.site')}
        </Link>
        <OtherLanguages hrefOf={(language) => linkTo('exportPlanStanding', { planId, ...times, language })} />
      </p>
      <DocumentView document={document} />
    </Frame>
  )
}
