// What this registry is and is not, and every dataset its facts came from, with licence and attribution.
import { Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
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
      <Datasets />
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

function Datasets() {
  const t = useMessages('registry')
  const { knownAt } = useTimes()
  const datasets = useRead('listDatasets', knownAt === undefined ? {} : { knownAt })
  return (
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
          <DatasetLine key={dataset.datasetId} dataset={dataset} />
        ))}
      </tbody>
    </PlainTable>
  )
}

function DatasetLine({ dataset }: { readonly dataset: Result<'listDatasets'>['items'][number] }) {
  const t = useMessages('registry')
  const words = useWords()
  const { number } = useFormat()
  const { datasetId, title, url, file, attribution, licence, licenceUrl, isShareAlike, origin, factCount } = dataset
  return (
    <tr id={datasetId}>
      <th scope="row">
        <Linked url={url} rel="noreferrer">
          {title}
        </Linked>
        <span className={classes.file}>{file}</span>
      </th>
      <td>{attribution}</td>
      <td>
        <Linked url={licenceUrl} rel="license noreferrer">
          {licence}
        </Linked>
        {isShareAlike ? <span className={classes.file}>{t('datasets.share-alike')}</span> : null}
      </td>
      <td>{words.origin(origin === 'mark-owner' ? 'live' : origin)}</td>
      <td data-numeric>{number(factCount)}</td>
    </tr>
  )
}

type LinkedProps = { readonly url: string | undefined; readonly rel: string; readonly children: string }

const Linked = ({ url, rel, children }: LinkedProps) =>
  url === undefined ? (
    children
  ) : (
    <a href={url} rel={rel}>
      {children}
    </a>
  )
