// Awarded sites that should have an output and have none that the rule allows: listed, and counted nowhere.
import { Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { symbolOf, useWords } from '../ui/words.ts'
import { useReasonWords } from './counted-outputs.tsx'
import classes from './figures.module.css'

type Missing = Result<'getCoverage'>['missingSites'][number]

export function MissingSites({ sites, metal }: { readonly sites: readonly Missing[]; readonly metal: string }) {
  const t = useMessages('figures')
  const words = useWords()
  const { tonnes } = useFormat()
  const reason = useReasonWords()
  const title = t('missing.title', { count: sites.length })
  if (sites.length === 0)
    return (
      <>
        <h3>{title}</h3>
        <p className="quiet">{t('missing.none')}</p>
      </>
    )
  return (
    <>
      <h3>{title}</h3>
      <p className={classes.note}>{t('missing.note')}</p>
      <PlainTable label={title}>
        <thead>
          <tr>
            <th scope="col">{t('counted.site')}</th>
            <th scope="col">{t('missing.country')}</th>
            <th scope="col">{t('missing.nearest')}</th>
          </tr>
        </thead>
        <tbody className={classes.roomy}>
          {sites.map((site) => (
            <tr key={site.siteId}>
              <th scope="row">
                <Link to="/sites/$siteId" params={{ siteId: site.siteId }}>
                  {site.name}
                </Link>
                <span className={classes.under}>
                  {reason.because(site.because)}
                  {site.events.length === 0 ? '' : ` (${site.events.map(reason.event).join('; ')})`}
                </span>
              </th>
              <td>{words.country(site.country)}</td>
              <td>
                {site.nearestKnown === null ? (
                  t('missing.nothing')
                ) : (
                  <>
                    {t('missing.known', {
                      tonnes: tonnes(site.nearestKnown.tonnes, symbolOf(metal)),
                      year: site.nearestKnown.year,
                    })}{' '}
                    <Sources sources={site.nearestKnown.citations} about={site.name} />
                    {site.nearestKnown.reportedWith === null ? null : (
                      <span className={classes.under}>
                        {t('missing.with', { name: site.nearestKnown.reportedWith })}
                      </span>
                    )}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}
