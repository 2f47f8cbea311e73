// Who has how much to do: by role whose move is next, by assessor firm, by lead assessor.
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'

type Load = Result<'getWorkload'>['byRole'][number]

function Table({ title, rows, nameOf }: { readonly title: string; readonly rows: readonly Load[]; readonly nameOf: (row: Load) => string }) {
  const t = useMessages('desk')
  if (rows.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <PlainTable label={title}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{t('load.open')}</th>
            <th scope="col">{t('load.soon')}</th>
            <th scope="col">{t('load.late')}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .toSorted((a, b) => b.overdue - a.overdue || b.open - a.open)
            .map((row) => (
              <tr key={row.who}>
                <th scope="row">{nameOf(row)}</th>
                <td className="numeric">{row.open}</td>
                <td className="numeric">{row.dueSoon}</td>
                <td className="numeric">{row.overdue}</td>
              </tr>
            ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function Loads() {
  const t = useMessages('desk')
  const loads = useLooseRead('getWorkload', {})
  return (
    <>
      <ProblemText error={loads.error} />
      {loads.data === undefined ? null : (
        <>
          <Table title={t('load.role')} rows={loads.data.byRole} nameOf={({ who }) => (t.has(`role.${who}`) ? t(`role.${who}` as 'role.operator') : who)} />
          <Table title={t('load.firm')} rows={loads.data.byFirm} nameOf={({ who, name }) => name ?? who} />
          <Table title={t('load.assessor')} rows={loads.data.byAssessor} nameOf={({ who, name }) => name ?? who} />
        </>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('desk')
  return (
    <Frame>
      <PageHeading title={t('workload.title')} lead={t('workload.lead')} />
      <NeedsAccount roles={['operator']}>
        <Loads />
      </NeedsAccount>
    </Frame>
  )
}
