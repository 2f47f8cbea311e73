// The clocks of a standard: what starts each, how long it runs, when it warns, what a miss means.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { Basis } from './grounds.tsx'
import type { StandardView } from './standard-page.tsx'

type Props = {
  readonly clocks: StandardView['clocks']
  /** Null where the page heads them itself. */
  readonly heading?: null
}

export function Clocks({ clocks, heading }: Props) {
  const t = useMessages('standards')
  const { list } = useFormat()
  if (clocks.length === 0) return null
  return (
    <section>
      {heading === null ? null : <h2 id="clocks">{t('clocks.title')}</h2>}
      <PlainTable label={t('clocks.title')}>
        <thead>
          <tr>
            <th scope="col">{t('clock.name')}</th>
            <th scope="col">{t('clock.start')}</th>
            <th scope="col">{t('clock.length')}</th>
            <th scope="col">{t('clock.warnings')}</th>
            <th scope="col">{t('clock.miss')}</th>
          </tr>
        </thead>
        <tbody>
          {clocks.map((clock) => (
            <tr key={clock.slug}>
              <th scope="row">{clock.title}</th>
              <td>
                {t(`event.${clock.start.event}`)} <Basis grounds={clock.start} about={clock.title} />
              </td>
              <td>
                {t('months', { count: clock.length.months })} <Basis grounds={clock.length} about={clock.title} />
                {clock.extension === undefined ? null : (
                  <div>
                    {t('clock.extension', { count: clock.extension.upToMonths })}{' '}
                    <Basis grounds={clock.extension} about={clock.title} />
                  </div>
                )}
              </td>
              <td>
                {t('clock.days-before', { days: list(clock.warnings.daysBefore.map(String)) })}{' '}
                <Basis grounds={clock.warnings} about={clock.title} />
              </td>
              <td>
                {t(`miss.${clock.miss.effect}`)} <Basis grounds={clock.miss} about={clock.title} />
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}
