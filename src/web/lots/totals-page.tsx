// What the operator sees of custody without asking anybody: totals, no counterparties.
import { useQuery } from '@tanstack/react-query'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RowTable } from '../ui/row-table.tsx'

function Totals() {
  const t = useMessages('lots')
  const { number, day } = useFormat()
  const read = useQuery({ queryKey: ['listCustodyTotals'], queryFn: ({ signal }) => call('listCustodyTotals', {}, { signal }) })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  if (read.data.items.length === 0) return <p>{t('totals.none')}</p>
  return (
    <>
      {read.data.isWhole ? null : <p role="note">{t('totals.cut')}</p>}
      <RowTable
        label={t('totals.title')}
        rows={read.data.items}
        keyOf={(cell) => `${cell.month} ${cell.substance} ${cell.material} ${cell.kind} ${cell.isSimulated}`}
        columns={[
          { heading: t('column.month'), cell: ({ month, isSimulated }) => `${day(`${month}-01`, 'short-month')}${isSimulated ? ` · ${t('totals.simulated')}` : ''}`, className: 'nowrap' },
          { heading: t('column.metal'), cell: ({ substance }) => t(`metal.${substance}`) },
          { heading: t('column.material'), cell: ({ material }) => t(`material.${material}`) },
          { heading: t('column.kind'), cell: ({ kind }) => t(`moved.${kind}`) },
          { heading: t('column.tonnes'), cell: ({ tonnes }) => tonnes === null ? t('totals.few') : number(tonnes, 3), className: 'numeric' },
          { heading: t('column.parties'), cell: ({ parties }) => parties ?? '–', className: 'numeric' },
        ]}
      />
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
