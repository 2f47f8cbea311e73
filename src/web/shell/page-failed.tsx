// A page that could not be shown: what went wrong, in the words of the problem, and what now.
import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page } from '../ui/page.tsx'

export function PageFailed({ error, reset }: ErrorComponentProps) {
  const t = useMessages('shell')
  const router = useRouter()
  const queries = useQueryClient()
  const problem = error instanceof Problem ? error : undefined
  const { status, detail } = problem?.body ?? {}
  // The server tells the title in the language of the page; an answer that is no problem of ours has words of nobody's.
  const title =
    status === 0 ? t('failed.unreachable') : problem === undefined || detail === undefined ? t('failed.title') : problem.body.title
  const again = () => {
    queries.removeQueries({ predicate: (query) => query.state.status === 'error' })
    reset()
    void router.invalidate()
  }
  return (
    <Page width="reading">
      <PageHeading title={title} />
      <p role="alert">
        {detail === undefined ? t(status === 0 ? 'failed.unreachable.meaning' : 'failed.meaning') : <span lang="en">{detail}</span>}
      </p>
      {problem?.body.instance === undefined ? null : (
        <p className="quiet">{t('failed.instance', { id: problem.body.instance })}</p>
      )}
      {status === 404 || status === 422 ? (
        <p>
          <Link to="/sites">{t('not-found.sites')}</Link>
        </p>
      ) : null}
      <Group>
        <Button onClick={again}>{t('failed.again')}</Button>
        <Link to="/">{t('home')}</Link>
      </Group>
    </Page>
  )
}
