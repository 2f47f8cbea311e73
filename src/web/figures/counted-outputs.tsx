// The outputs a share counts: how much, of which year, with which flags, by which source, and why it counts as it does.
import { Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { symbolOf, useWords } from '../ui/words.ts'
import classes from './figures.module.css'

type Output = Result<'getCoverage'>['countedOutputs'][number]
type CountedSite = Output['sites'][number]

export function useReasonWords() {
  const t = useMessages('figures')
  const words = useWords()
  const { dated } = useFormat()
  return {
    because: (because: CountedSite['because']): string => {
      const key = `because.${because}`
      return t.has(key) ? t(key) : because
    },
    event: ({ kind, date }: CountedSite['events'][number]): string => `${words.milestone(kind)}, ${dated(date)}`,
  }
}

function Site({ site, isNamed }: { readonly site: CountedSite; readonly isNamed: boolean }) {
  const reason = useReasonWords()
  const sources = site.events.flatMap(({ citations }) => citations)
  return (
    <span className={classes.under}>
      {isNamed ? (
        <>
          <Link to="/sites/$siteId" params={{ siteId: site.siteId }}>
            {site.name}
          </Link>
          :{' '}
        </>
      ) : null}
      {reason.because(site.because)}
      {site.events.length === 0 ? '' : ` (${site.events.map(reason.event).join('; ')})`}{' '}
      <Sources sources={sources} about={site.name} />
    </span>
  )
}

function Row({ output, symbol }: { readonly output: Output; readonly symbol: string }) {
  const t = useMessages('figures')
  const { tonnes, percent } = useFormat()
  const { subject, sites } = output
  const alone = subject.kind === 'site'
  return (
    <tr>
      <th scope="row">
        {alone ? (
          <Link to="/sites/$siteId" params={{ siteId: subject.id }}>
            {subject.name}
          </Link>
        ) : (
          subject.name
        )}
        {sites.map((site) => (
          <Site key={site.siteId} site={site} isNamed={!alone} />
        ))}
      </th>
      <td className="nowrap">
        {t(output.inLow ? 'counted.in-low' : output.inHigh ? 'counted.in-high' : 'counted.in-none')}
      </td>
      <td data-numeric>
        {tonnes(output.tonnes, symbol)} <Sources sources={output.citations} about={subject.name} />
      </td>
      <td data-numeric>{output.share === null ? '–' : percent(output.share, 2)}</td>
      <td data-numeric>{output.year}</td>
      <td>
        {output.flags.map((flag) => (
          <span key={flag} className={classes.tag}>
            {t(`flag.${flag}`)}
          </span>
        ))}
        {output.beside.length === 0 ? null : (
          <span className={classes.under}>
            {t('counted.beside')}{' '}
            {output.beside.map((other) => (
              <span key={other.productionId}>
                {tonnes(other.tonnesContained, symbol)} <Sources sources={other.citations} about={subject.name} />{' '}
              </span>
            ))}
          </span>
        )}
        {output.note === null ? null : (
          <span className={classes.under} lang="en">
            {output.note}
          </span>
        )}
      </td>
    </tr>
  )
}

export function CountedOutputs({ outputs, metal }: { readonly outputs: readonly Output[]; readonly metal: string }) {
  const t = useMessages('figures')
  const symbol = symbolOf(metal)
  const sorted = outputs.toSorted((a, b) => Number(b.inLow) - Number(a.inLow) || b.tonnes - a.tonnes)
  return (
    <>
      <h3>{t('counted.title', { count: outputs.length })}</h3>
      {outputs.length === 0 ? (
        <p className="quiet">{t('counted.none')}</p>
      ) : (
        <PlainTable label={t('counted.title', { count: outputs.length })}>
          <thead>
            <tr>
              <th scope="col">{t('counted.site')}</th>
              <th scope="col">{t('counted.in')}</th>
              <th scope="col" data-numeric>
                {t('counted.output')}
              </th>
              <th scope="col" data-numeric>
                {t('counted.share')}
              </th>
              <th scope="col" data-numeric>
                {t('counted.year')}
              </th>
              <th scope="col">{t('counted.flags')}</th>
            </tr>
          </thead>
          <tbody className={classes.roomy}>
            {sorted.map((output) => (
              <Row key={output.productionId} output={output} symbol={symbol} />
            ))}
          </tbody>
        </PlainTable>
      )}
    </>
  )
}
