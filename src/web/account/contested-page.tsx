// What the operator may do beside a contested record: open and close a dispute, attach the signed reply of the
// organisation named, remove a statement by law. Each says what becomes public before it is done.
import { getRouteApi, Link } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { CloseDisputes, OpenDispute } from './dispute-forms.tsx'
import { NeedsOperator } from './needs-operator.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { AttachReply } from './reply-form.tsx'
import { WithholdStatement } from './withhold-form.tsx'

const route = getRouteApi('/contested/$siteId')

function Desk({ siteId }: { readonly siteId: string }) {
  const t = useMessages('account')
  const { data: site, error, refetch } = useLooseRead('getSite', { siteId })
  if (error !== null) return <ProblemText error={error} />
  if (site === undefined)
    return (
      <p role="status" className="quiet">
        {t('asking')}
      </p>
    )
  if (site.outcome !== 'site') {
    return (
      <Empty title={t('contested.elsewhere')}>
        <p>
          {site.outcome === 'merged' ? (
            <Link to="/contested/$siteId" params={{ siteId: site.redirectTo }}>
              {site.redirectTo}
            </Link>
          ) : (
            site.reason
          )}
        </p>
      </Empty>
    )
  }
  const again = () => void refetch()
  return (
    <>
      <p>
        <strong>
          <Link to="/sites/$siteId" params={{ siteId: site.siteId }}>
            {site.name}
          </Link>
        </strong>{' '}
        <span className="quiet numeric">{site.siteId}</span>
      </p>
      <CloseDisputes disputes={site.disputes.filter(({ closedOn }) => closedOn === undefined)} onDone={again} />
      <OpenDispute site={site} onDone={again} />
      <AttachReply site={site} onDone={again} />
      <WithholdStatement site={site} onDone={again} />
    </>
  )
}

export function Page() {
  const t = useMessages('account')
  const { siteId } = route.useParams()
  return (
    <Frame width="reading">
      <PageHeading title={t('contested.title')} lead={t('contested.lead')} />
      <NeedsOperator>
        <Desk siteId={siteId} />
      </NeedsOperator>
    </Frame>
  )
}
