// A firm: what it is asked to assess, its approvals, its people and theirs, and the conflicts that were declared.
import { Link, useParams } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useStandardTitle } from '../standards/standard-title.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { FirmConflicts } from './firm-conflicts.tsx'
import { FirmEngagements } from './firm-engagements.tsx'
import { GrantApproval } from './grant-approval.tsx'
import { languageName } from './language-name.ts'
import { ReasonAct } from './reason-act.tsx'
import { useToday } from '../ui/use-today.ts'
import classes from './assessment.module.css'

export type FirmOfView = Result<'getFirm'>
type Approval = FirmOfView['approvals'][number]

/** The word for how an approval stands today. */
function standingOf(one: Approval, today: string): 'withdrawn' | 'lapsed' | 'not-yet' | 'holds' {
  if (one.withdrawnOn !== null) return 'withdrawn'
  return one.validUntil < today ? 'lapsed' : one.validFrom > today ? 'not-yet' : 'holds'
}

function Approvals({ label, approvals, mayWithdraw }: { readonly label: string; readonly approvals: readonly Approval[]; readonly mayWithdraw: boolean }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const today = useToday()
  const titleOf = useStandardTitle()
  if (approvals.length === 0) return <p className="quiet">{t('approval.none')}</p>
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          {(['subject', 'from', 'until', 'standing'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`approval.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {approvals.map((one) => {
          const standing = standingOf(one, today)
          return (
            <tr key={one.approvalId}>
              <th scope="row">{one.matter === 'language' ? languageName(one.subject, t.language) : titleOf(one.subject, one.standardVersion)}</th>
              <td className="nowrap">{day(one.validFrom, 'short')}</td>
              <td className="nowrap">{day(one.validUntil, 'short')}</td>
              <td>
                <span className={classes.mark} data-tone={standing === 'holds' ? 'good' : 'bad'}>
                  {t(`approval.${standing}`)}
                </span>
                {mayWithdraw && one.withdrawnOn === null ? (
                  <ReasonAct label={t('approval.withdraw')} field={t('reason')} onDo={(reason) => api.withdrawApproval({ approvalId: one.approvalId, reason })} />
                ) : null}
              </td>
            </tr>
          )
        })}
      </tbody>
    </PlainTable>
  )
}

function Firm({ firm }: { readonly firm: FirmOfView }) {
  const t = useMessages('assessment')
  return (
    <>
      {firm.mayWrite && firm.people.some(({ isMe, roles }) => isMe && roles.includes('firm-admin')) ? <FirmEngagements firm={firm} /> : null}
      <section aria-labelledby="approvals">
        <h2 id="approvals">{t('firm.approvals')}</h2>
        <Approvals label={t('firm.approvals')} approvals={firm.approvals} mayWithdraw={firm.mayApprove} />
        {firm.mayApprove ? <GrantApproval firm={firm} /> : null}
      </section>
      <section aria-labelledby="people">
        <h2 id="people">{t('firm.people')}</h2>
        {firm.mayWrite ? (
          <p>
            <Link to={'/people' as '/'}>{t('firm.invite')}</Link>
          </p>
        ) : null}
        <ul className={classes.list}>
          {firm.people.map((person) => (
            <li key={person.userId}>
              <strong>{person.name}</strong>
              <span className="quiet">{person.roles.map((role) => t(`role.${role}`)).join(', ')}</span>
              {person.roles.includes('assessor') ? <Approvals label={person.name} approvals={person.approvals} mayWithdraw={firm.mayApprove} /> : null}
            </li>
          ))}
        </ul>
      </section>
      <FirmConflicts firm={firm} />
    </>
  )
}

export function Page() {
  const t = useMessages('assessment')
  const words = useWords()
  const { firmId } = useParams({ strict: false }) as { firmId: string }
  const firm = useLooseRead('getFirm', { firmId })
  return (
    <Frame>
      <PageHeading title={firm.data?.name ?? t('firm.one')} lead={firm.data === undefined ? undefined : words.country(firm.data.country)} />
      <NeedsAccount roles={['operator', 'firm-admin', 'assessor']}>
        <ProblemText error={firm.error} />
        {firm.data === undefined ? null : <Firm firm={firm.data} />}
      </NeedsAccount>
    </Frame>
  )
}
