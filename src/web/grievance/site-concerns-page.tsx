// Concerns about sites whose assessment is not announced: the secretariat answers them or passes them on.
import { useQueryClient } from '@tanstack/react-query'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ConcernCard } from './concern-card.tsx'
import classes from './grievance.module.css'

function Desk() {
  const t = useMessages('grievance')
  const queries = useQueryClient()
  const concerns = useLooseRead('listSiteConcerns', {})
  return (
    <>
      <ProblemText error={concerns.error} />
      {concerns.data === undefined ? null : concerns.data.items.length === 0 ? (
        <Empty title={t('concerns.none')}>
          <p>{t('concerns.none.next')}</p>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {concerns.data.items.map((concern) => (
            <ConcernCard
              key={concern.concernId}
              concern={concern}
              criteria={[]}
              mayAnswer
              onChange={() => void queries.invalidateQueries({ queryKey: ['listSiteConcerns'] })}
            />
          ))}
        </ul>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('grievance')
  return (
    <Frame>
      <PageHeading title={t('site-concerns.title')} lead={t('site-concerns.lead')} />
      <NeedsAccount roles={['operator']}>
        <Desk />
      </NeedsAccount>
    </Frame>
  )
}
