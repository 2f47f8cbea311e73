// The public list of approved assessor firms: name, standards, languages, validity. People are never in it.
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { languageName } from './language-name.ts'

export function Page() {
  const t = useMessages('assessment')
  const words = useWords()
  const { day } = useFormat()
  const firms = useLooseRead('listApprovedFirms', { limit: 500 })
  const items = firms.data?.items ?? []
  return (
    <Frame>
      <PageHeading title={t('approved.title')} lead={t('approved.lead')} />
      <ProblemText error={firms.error} />
      {firms.data !== undefined && items.length === 0 ? (
        <Empty title={t('approved.none')}>
          <p>{t('approved.none.next')}</p>
        </Empty>
      ) : (
        <PlainTable label={t('approved.title')}>
          <thead>
            <tr>
              {(['name', 'country', 'standards', 'languages', 'state'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`firm.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((firm) => (
              <tr key={firm.firmId}>
                <th scope="row">{firm.website === null ? firm.name : <a href={firm.website}>{firm.name}</a>}</th>
                <td>{words.country(firm.country)}</td>
                <td>
                  {firm.standards.map((one) => (
                    <div key={`${one.standard} ${one.standardVersion} ${one.validFrom}`}>
                      {one.standard} {one.standardVersion ?? ''} · {t('until', { day: day(one.validUntil, 'short') })}
                    </div>
                  ))}
                </td>
                <td>{[...new Set(firm.languages.map(({ language }) => languageName(language, t.language)))].join(', ')}</td>
                <td>{t(firm.isApproved ? 'firm.approved' : 'firm.not-approved')}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </Frame>
  )
}
