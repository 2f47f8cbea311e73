// What a change of figures does to lots of the book: the footprint of each before and after.
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'

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
      <PlainTable label={t('impact.title')}>
        <thead>
          <tr>
            <th scope="col">{t('lot.name')}</th>
            <th scope="col">{t('impact.before')}</th>
            <th scope="col">{t('impact.after')}</th>
          </tr>
        </thead>
        <tbody>
          {impact.map(({ lotId, before, after }) => (
            <tr key={lotId}>
              <th scope="row">{lotId.slice(lotId.indexOf(':') + 1)}</th>
              <td className="numeric">{kg(before)}</td>
              <td className="numeric">{kg(after)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}
