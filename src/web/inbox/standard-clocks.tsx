// The clocks of the newest version of each standard: data of the standard, which never changes once released.
import { Link } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Clocks } from '../standards/clocks.tsx'

function OfStandard({ standard, version, title }: { readonly standard: string; readonly version: string; readonly title: string }) {
  const view = useLooseRead('getStandard', { standard, version }).data
  if (view === undefined || view.clocks.length === 0) return null
  return (
    <section aria-label={`${title} ${version}`}>
      <h3>
        <Link to="/standards/$standard/$version" params={{ standard, version }}>
          {title} {version}
        </Link>
      </h3>
      <Clocks clocks={view.clocks} heading={null} />
    </section>
  )
}

export function StandardClocks() {
  const t = useMessages('setting')
  const standards = useLooseRead('listStandards', { limit: 200 }).data?.items
  if (standards === undefined) return null
  const newest = [...new Map(standards.filter(({ isExample }) => !isExample).map((one) => [one.standard, one])).values()]
  return (
    <section aria-labelledby="standard-clocks">
      <h2 id="standard-clocks">{t('clocks')}</h2>
      <p>{t('clocks.meaning')}</p>
      {newest.map(({ standard, version, title }) => (
        <OfStandard key={standard} standard={standard} version={version} title={title} />
      ))}
    </section>
  )
}
