// What a change of figures does to lots of the book: the footprint of each before and after.
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { RowTable } from '../ui/row-table.tsx'

export type Change = Result<'reviseActivity'>['impact'][number]
/** So many of the newest lots of the book are compared (src/footprint/footprint.handlers.ts). */
const COMPARED = 200

export function Impact({ impact }: { readonly impact: readonly Change[] }) {
  const t = useMessages('claims')
  const { number } = useFormat()
  const kg = (text: string) => number(Number(text), 2)
  if (impact.length === 0) return <p>{t('impact.none', { compared: COMPARED })}</p>
  return (
    <>
      <p>{t('impact.some', { count: impact.length, compared: COMPARED })}</p>
      <RowTable
        label={t('impact.title')}
        rows={impact}
        keyOf={({ lotId }) => lotId}
        columns={[
          { heading: t('lot.name'), cell: ({ lotId }) => lotId.slice(lotId.indexOf(':') + 1) },
          { heading: t('impact.before'), cell: ({ before }) => kg(before), className: 'numeric' },
          { heading: t('impact.after'), cell: ({ after }) => kg(after), className: 'numeric' },
        ]}
      />
    </>
  )
}
