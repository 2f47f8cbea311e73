// The whole history of a case: clocks and events on one axis, and the same as a table.
import { useParams } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { CaseEvents } from './case-events.tsx'
import { CaseFrame, type CaseOfView } from './case-frame.tsx'
import { CaseTimeline } from './case-timeline.tsx'

function History({ one }: { readonly one: CaseOfView }) {
  const events = useLooseRead('getCaseHistory', { caseId: one.caseId }).data?.items ?? []
  return (
    <>
      <CaseTimeline one={one} days={events.map(({ happenedOn }) => happenedOn)} />
      <CaseEvents caseId={one.caseId} />
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false })
  return (
    <CaseFrame caseId={caseId ?? ''} tab="history">
      {(one) => <History one={one} />}
    </CaseFrame>
  )
}
