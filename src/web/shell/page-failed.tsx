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
  const title =
    problem === undefined ? t('failed.title') : problem.body.status === 0 ? t('failed.unreachable') : problem.body.title
  const again = () => {
    queries.removeQueries({ predicate: (query) => query.state.status === 'error' })
    reset()
    void router.invalidate()
  }
  return (
    <Page width="reading">
      <PageHeading title={title} />
      <p role="alert">
        {problem === undefined ? t('failed.meaning') : (problem.body.detail ?? t('failed.unreachable.meaning'))}
      </p>
      {problem?.body.instance === undefined ? null : (
        <p className="quiet">{t('failed.instance', { id: problem.body.instance })}</p>
      )}
      {problem?.body.status === 404 || problem?.body.status === 422 ? (
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
