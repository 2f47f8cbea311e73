// The concerns about one assessment, for its assessors and the secretariat: each gets a disposition that its source reads.
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CaseFrame, useCase } from '../cases/case-frame.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ConcernCard, type CriterionChoice } from './concern-card.tsx'
import classes from './grievance.module.css'

const route = getRouteApi('/cases/$caseId/concerns')

/** The criteria of the standard that governs the case, by number and title. */
function useCriteria(caseId: string): CriterionChoice[] {
  const one = useCase(caseId)
  const governing = one?.standards.find(({ isGoverning }) => isGoverning)
  const standard = useLooseRead(
    'getStandard',
    { standard: governing?.standard ?? '', version: governing?.standardVersion ?? '' },
    governing !== undefined,
  ).data
  return standard?.criteria.map(({ slug, number, title }) => ({ value: slug, label: `${number} ${title}` })) ?? []
}

export function Page() {
  const t = useMessages('grievance')
  const { caseId } = route.useParams()
  const queries = useQueryClient()
  const concerns = useLooseRead('listConcerns', { caseId })
  const criteria = useCriteria(caseId)
  const mayAnswer = useCase(caseId)?.permits.includes('concern:answer') ?? false
  const again = () => void queries.invalidateQueries({ queryKey: ['listConcerns'] })
  return (
    <CaseFrame caseId={caseId} tab="concerns">
      <h2>{t('concerns.title')}</h2>
      <p>{t('concerns.protected', { count: concerns.data?.minimumGroup ?? 0 })}</p>
      <ProblemText error={concerns.error} />
      {concerns.data === undefined ? null : concerns.data.items.length === 0 ? (
        <Empty title={t('concerns.none')}>
          <p>{t('concerns.none.next')}</p>
        </Empty>
      ) : (
        <>
          {concerns.data.counts === null ? null : (
            <ul>
              {concerns.data.counts.map(({ group, count }) => (
                <li key={group}>{t('concerns.count', { group: t(`group.${group}`), count })}</li>
              ))}
            </ul>
          )}
          <ul className={classes.list}>
            {concerns.data.items.map((concern) => (
              <ConcernCard key={concern.concernId} concern={concern} criteria={criteria} mayAnswer={mayAnswer} onChange={again} />
            ))}
          </ul>
        </>
      )}
    </CaseFrame>
  )
}
