// What the operator sees of custody without asking anybody: totals, no counterparties.
import { useQuery } from '@tanstack/react-query'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'

function Totals() {
  const t = useMessages('lots')
  const { number, day } = useFormat()
  const read = useQuery({ queryKey: ['listCustodyTotals'], queryFn: ({ signal }) => call('listCustodyTotals', {}, { signal }) })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  if (read.data.items.length === 0) return <p>{t('totals.none')}</p>
  return (
    <>
      {read.data.isWhole ? null : <p role="note">{t('totals.cut')}</p>}
      <PlainTable label={t('totals.title')}>
        <thead>
          <tr>
            {(['month', 'metal', 'material', 'kind', 'tonnes', 'parties'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {read.data.items.map((cell) => (
            <tr key={`${cell.month} ${cell.substance} ${cell.material} ${cell.kind} ${cell.isSimulated}`}>
              <th scope="row" className="nowrap">
                {day(`${cell.month}-01`, 'short-month')}
                {cell.isSimulated ? ` · ${t('totals.simulated')}` : null}
              </th>
              <td>{t(`metal.${cell.substance}`)}</td>
              <td>{t(`material.${cell.material}`)}</td>
              <td>{t(`moved.${cell.kind}`)}</td>
              <td className="numeric">{cell.tonnes === null ? t('totals.few') : number(cell.tonnes, 3)}</td>
              <td className="numeric">{cell.parties ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  return (
    <Frame>
      <PageHeading title={t('totals.title')} lead={t('totals.lead')} />
      <NeedsAccount roles={['operator']}>
        <Totals />
      </NeedsAccount>
    </Frame>
  )
}
