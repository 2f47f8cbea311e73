// A public letter of commitment: its promises, what fell due by it, and the longer days that were granted since.
import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { linkTo } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { DocumentView } from './document-view.tsx'
import { Extensions } from './extensions.tsx'
import { OtherLanguages } from './other-languages.tsx'
import classes from './published.module.css'

const route = getRouteApi('/letters/$letterId')

export function Page() {
  const t = useMessages('published')
  const { letterId } = route.useParams()
  const times = useTimes()
  const { document, letter, extensions } = useRead('getPublishedLetter', { letterId, ...times })
  return (
    <Frame>
      <PageHeading
        title={document.title}
        actions={
          <Button component="a" href={linkTo('exportPublishedLetter', { letterId, ...times, language: t.language })}>
            {t('document.download')}
          </Button>
        }
      />
      <p className={classes.inline}>
        <Link to="/sites/$siteId" params={{ siteId: letter.siteId }}>
          {t('document.site')}
        </Link>
        <OtherLanguages hrefOf={(language) => linkTo('exportPublishedLetter', { letterId, ...times, language })} />
      </p>
      <DocumentView document={document} />
      {extensions.length === 0 ? null : (
        <section className={classes.section} aria-labelledby="extensions">
          <h2 id="extensions">{t('extensions.title')}</h2>
          <Extensions extensions={extensions} />
        </section>
      )}
    </Frame>
  )
}
