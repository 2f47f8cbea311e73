// One case at a glance: what comes next, every clock with who does what by when, what it is about, and what happened last.
import { useParams } from '@tanstack/react-router'
import { CaseFrame, type CaseOfView } from './case-frame.tsx'
import { CaseAbout } from './case-about.tsx'
import { CaseClocks } from './case-clocks.tsx'
import { CaseContact } from './case-contact.tsx'
import { CaseEnd } from './case-end.tsx'
import { EligibilityDesk } from './eligibility-desk.tsx'
import { CaseEvents } from './case-events.tsx'
import { NextStep } from './next-step.tsx'

function Overview({ one }: { readonly one: CaseOfView }) {
  const decides = one.permits.includes('case:decide-eligibility') && one.state === 'applied'
  return (
    <>
      {decides ? <EligibilityDesk one={one} /> : <NextStep one={one} />}
      <CaseClocks one={one} />
      <CaseAbout one={one} />
      {one.permits.includes('application:read') ? <CaseContact one={one} /> : null}
      <CaseEvents one={one} />
      <CaseEnd one={one} />
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false })
  return (
    <CaseFrame caseId={caseId ?? ''} tab="overview">
      {(one) => <Overview one={one} />}
    </CaseFrame>
  )
}
