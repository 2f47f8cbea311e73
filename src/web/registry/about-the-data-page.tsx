// What this registry is and is not, and every dataset its facts came from, with licence and attribution.
import { Link } from '@tanstack/react-router'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { useWords } from '../ui/words.ts'
import classes from './prose.module.css'

export function Page() {
  const t = useMessages('registry')
  const words = useWords()
  const { number } = useFormat()
  const { knownAt } = useTimes()
  const datasets = useRead('listDatasets', knownAt === undefined ? {} : { knownAt })
  return (
    <Frame>
      <PageHeading title={t('about.title')} lead={t('about.lead')} />
      <div className={classes.prose}>
        <h2>{t('about.compiled.title')}</h2>
        <p>{t('about.compiled')}</p>
        <p>
          {t('about.negative')} <Link to="/statuses">{t('about.statuses')}</Link>
        </p>
        <h2>{t('about.sources.title')}</h2>
        <p>{t('about.sources')}</p>
        <h2>{t('about.times.title')}</h2>
        <p>{t('about.times')}</p>
        <h2>{t('about.errors.title')}</h2>
        <p>{t('about.errors')}</p>
      </div>
      <h2 id="datasets">{t('datasets.title')}</h2>
      <PlainTable label={t('datasets.title')}>
        <thead>
          <tr>
            <th scope="col">{t('datasets.name')}</th>
            <th scope="col">{t('datasets.attribution')}</th>
            <th scope="col">{t('datasets.licence')}</th>
            <th scope="col">{t('datasets.origin')}</th>
            <th scope="col" data-numeric>
              {t('datasets.facts')}
            </th>
          </tr>
        </thead>
        <tbody>
          {datasets.items.map((dataset) => (
            <tr key={dataset.datasetId} id={dataset.datasetId}>
              <th scope="row">
                {dataset.url === undefined ? (
                  dataset.title
                ) : (
                  <a href={dataset.url} rel="noreferrer">
                    {dataset.title}
                  </a>
                )}
                <span className={classes.file}>{dataset.file}</span>
              </th>
              <td>{dataset.attribution}</td>
              <td>
                {dataset.licenceUrl === undefined ? (
                  dataset.licence
                ) : (
                  <a href={dataset.licenceUrl} rel="license noreferrer">
                    {dataset.licence}
                  </a>
                )}
                {dataset.isShareAlike ? <span className={classes.file}>{t('datasets.share-alike')}</span> : null}
              </td>
              <td>{dataset.origin === 'mark-owner' ? words.origin('live') : words.origin(dataset.origin)}</td>
              <td data-numeric>{number(dataset.factCount)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <div className={classes.prose}>
        <h2>{t('about.parts.title')}</h2>
        <p>
          {t.rich('about.parts', {
            earth: (parts) => <a href="https://www.naturalearthdata.com/">{parts}</a>,
            map: (parts) => <a href="https://maplibre.org/">{parts}</a>,
            font: (parts) => <a href="https://rsms.me/inter/">{parts}</a>,
          })}
        </p>
      </div>
    </Frame>
  )
}
