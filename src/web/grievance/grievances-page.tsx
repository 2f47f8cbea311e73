// All grievances with the step each is at and the day by which it is to be done, the nearest first.
import { NativeSelect } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useToday } from '../ui/use-today.ts'
import classes from './grievance.module.css'

const route = getRouteApi('/grievances')
const STATES = ['received', 'admitted', 'with-site', 'inquiry', 'decided', 'closed'] as const
export type GrievanceOfList = Result<'listGrievances'>['items'][number]

/** The step that is due next; nothing once all are done. */
export const nextStep = (grievance: GrievanceOfList): GrievanceOfList['steps'][number] | undefined =>
  grievance.steps.filter(({ doneOn }) => doneOn === null).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0]

export function StepDue({ grievance }: { readonly grievance: GrievanceOfList }) {
  const t = useMessages('grievance')
  const { day } = useFormat()
  const today = useToday()
  const next = nextStep(grievance)
  if (next === undefined || grievance.state === 'closed') return null
  const isLate = next.dueOn < today
  return (
    <span className={isLate ? classes.late : undefined}>
      {t(`step.${next.step}`)}: {t(isLate ? 'step.was-due' : 'step.due', { day: day(next.dueOn) })}
    </span>
  )
}

function List() {
  const t = useMessages('grievance')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const state = STATES.find((one) => one === search.state)
  const found = useLooseRead('listGrievances', state === undefined ? {} : { state })
  const items = found.data?.items.toSorted((a, b) => ((nextStep(a)?.dueOn ?? '9') < (nextStep(b)?.dueOn ?? '9') ? -1 : 1))
  return (
    <>
      <NativeSelect
        label={t('grievances.filter')}
        maw={260}
        mb="md"
        value={state ?? ''}
        data={[{ value: '', label: t('grievances.all') }, ...STATES.map((one) => ({ value: one, label: t(`state.${one}`) }))]}
        onChange={(event) => {
          const value = event.currentTarget.value
          void navigate({ search: value === '' ? {} : { state: value }, replace: true })
        }}
      />
      <ProblemText error={found.error} />
      {items === undefined ? null : items.length === 0 ? (
        <Empty title={t('grievances.none')}>
          <p>{t('grievances.none.next')}</p>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {items.map((one) => (
            <li key={one.grievanceId} className={classes.card}>
              <div className={classes.head}>
                <strong>
                  <Link to="/grievances/$grievanceId" params={{ grievanceId: one.grievanceId }}>
                    {one.subjectText}
                  </Link>
                </strong>
                <span className="quiet">{t(`about.${one.subject}`)}</span>
                <span>{t(`state.${one.state}`)}</span>
                <StepDue grievance={one} />
              </div>
            </li>
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
      <PageHeading title={t('grievances.title')} lead={t('grievances.lead')} />
      <NeedsAccount roles={['operator', 'decision-member']}>
        <List />
      </NeedsAccount>
    </Frame>
  )
}
