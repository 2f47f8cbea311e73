// Who committed in public to buy or to rely on responsibly produced metal, since when, by which source.
import { Link } from '@tanstack/react-router'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { useWords } from '../ui/words.ts'

export function Page() {
  const t = useMessages('registry')
  const words = useWords()
  const { dated, day, number } = useFormat()
  const partners = useRead('listPartners', { limit: 1000, ...useTimes() })
  return (
    <Frame>
      <PageHeading title={t('partners.title')} lead={t('partners.lead')} />
      <p role="status">
        {t('partners.count', { count: partners.total, total: number(partners.total), day: day(partners.asOf) })}
      </p>
      {partners.items.length === 0 ? (
        <Empty title={t('partners.none')}>
          <p>{t('none.as-of')}</p>
        </Empty>
      ) : (
        <PlainTable label={t('partners.title')}>
          <thead>
            <tr>
              <th scope="col">{t('partners.name')}</th>
              <th scope="col">{t('partners.sector')}</th>
              <th scope="col">{t('column.country')}</th>
              <th scope="col">{t('partners.since')}</th>
              <th scope="col">{t('source')}</th>
            </tr>
          </thead>
          <tbody>
            {partners.items.map((partner) => (
              <tr key={partner.partnerId}>
                <th scope="row">
                  {partner.organisationId === undefined ? (
                    partner.name
                  ) : (
                    <Link to="/organisations/$organisationId" params={{ organisationId: partner.organisationId }}>
                      {partner.name}
                    </Link>
                  )}
                </th>
                <td>{partner.sector}</td>
                <td>{partner.country === undefined ? '–' : words.country(partner.country)}</td>
                <td>{dated(partner.joined)}</td>
                <td>
                  <Sources sources={partner.citations} about={partner.name} />
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </Frame>
  )
}
