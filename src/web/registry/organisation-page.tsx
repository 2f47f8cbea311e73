// One company: its names, its sites and what is known of their marks, its partnership where there is one.
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { useWords } from '../ui/words.ts'
import { lastAwardOf } from './site-columns.tsx'

const route = getRouteApi('/organisations/$organisationId')

export function Page() {
  const t = useMessages('registry')
  const words = useWords()
  const { dated, list } = useFormat()
  const { organisationId } = route.useParams()
  const organisation = useRead('getOrganisation', { organisationId, ...useTimes() })
  const { name, aliases, country, lei, note, citations, sites, partner } = organisation
  return (
    <Frame>
      <PageHeading title={name} lead={country === undefined ? undefined : words.country(country)} />
      <Facts>
        {aliases.length === 0 ? null : <Fact name={t('organisation.aliases')}>{list(aliases)}</Fact>}
        {lei === undefined ? null : (
          <Fact name="LEI">
            <span className="numeric">{lei}</span>
          </Fact>
        )}
        {partner === null ? null : (
          <Fact name={t('organisation.partner')}>
            {t('organisation.partner.since', { date: dated(partner.joined) })}{' '}
            <Sources sources={partner.citations} about={t('organisation.partner')} />
          </Fact>
        )}
        {note === undefined ? null : <Fact name={t('organisation.note')}>{note}</Fact>}
        <Fact name={t('source')}>
          <Sources sources={citations} about={name} />
        </Fact>
      </Facts>
      <OrganisationSites organisationId={organisationId} sites={sites} />
    </Frame>
  )
}

type OrganisationSitesProps = { readonly organisationId: string; readonly sites: Result<'getOrganisation'>['sites'] }

function OrganisationSites({ organisationId, sites }: OrganisationSitesProps) {
  const t = useMessages('registry')
  const title = t('organisation.sites', { count: sites.length })
  return (
    <>
      <h2>{title}</h2>
      {sites.length === 0 ? (
        <p className="quiet">{t('organisation.no-sites')}</p>
      ) : (
        <PlainTable label={title}>
          <thead>
            <tr>
              <th scope="col">{t('column.name')}</th>
              <th scope="col">{t('column.country')}</th>
              <th scope="col">{t('column.type')}</th>
              <th scope="col">{t('column.status')}</th>
              <th scope="col">{t('column.last-award')}</th>
            </tr>
          </thead>
          <tbody>
            {sites.map((site) => (
              <SiteLine key={site.siteId} site={site} />
            ))}
          </tbody>
        </PlainTable>
      )}
      {sites.length < 2 ? null : (
        <p>
          <Link to="/sites" search={{ organisationId }}>
            {t('organisation.as-list')}
          </Link>
        </p>
      )}
    </>
  )
}

function SiteLine({ site }: { readonly site: OrganisationSitesProps['sites'][number] }) {
  const words = useWords()
  const { dated } = useFormat()
  const last = lastAwardOf(site)
  return (
    <tr>
      <th scope="row">
        <Link to="/sites/$siteId" params={{ siteId: site.siteId }}>
          {site.name}
        </Link>
      </th>
      <td>{words.country(site.country)}</td>
      <td>{words.series(site.types.map(words.type))}</td>
      <td>
        <StatusMark status={site.standing.status} />
      </td>
      <td>{last === undefined ? '–' : dated(last.date)}</td>
    </tr>
  )
}
