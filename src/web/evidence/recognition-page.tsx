// What is recognised in a case: the site's certificates, what they leave of the assessment, how that last changed and why,
// and the way to ask for a standard that the matrix does not hold.
import { getRouteApi } from '@tanstack/react-router'
import { CaseFrame, type CaseOfView } from '../cases/case-frame.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { Certificates } from './certificates.tsx'
import { RecognitionRequests } from './recognition-requests.tsx'
import { ScopeChange } from './scope-change.tsx'
import { ScopeTable } from './scope-table.tsx'

const route = getRouteApi('/cases/$caseId/recognition')

function Recognition({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('evidence')
  const { caseId } = one
  const scoping = useLooseRead('getScoping', { caseId })
  const certificates = useLooseRead('listCertificates', { caseId })
  const held = certificates.data?.items ?? []
  return (
    <>
      <ProblemText error={scoping.error ?? certificates.error} />
      {scoping.data?.lastChange == null ? null : <ScopeChange change={scoping.data.lastChange} certificates={held} caseId={caseId} />}
      <Certificates one={one} certificates={held} isLoading={certificates.data === undefined} />
      {scoping.data === undefined ? (
        scoping.error === null ? <p role="status" className="quiet">{t('loading')}</p> : null
      ) : (
        <ScopeTable scoping={scoping.data} certificates={held} />
      )}
      <RecognitionRequests one={one} />
    </>
  )
}

export function Page() {
  const { caseId } = route.useParams()
  return (
    <CaseFrame caseId={caseId} tab="recognition">
      {(one) => <Recognition one={one} />}
    </CaseFrame>
  )
}
