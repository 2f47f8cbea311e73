// Where a site is, what it does, what it is called, who runs it.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { Sources } from '../ui/sources.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { capital, useWords } from '../ui/words.ts'
import type { SiteRecord } from './site-page.tsx'
import classes from './site-page.module.css'

export function SiteFacts({ site }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  const words = useWords()
  const { list } = useFormat()
  const inText = (texts: readonly string[]): string => capital(list(texts.map(words.inText)))
  return (
    <section className={classes.section} aria-labelledby="facts">
      <h2 id="facts">
        {t('facts.title')} <Sources sources={site.citations} about={t('facts.title')} />
      </h2>
      <Facts>
        <Fact name={t('facts.types')}>{inText(site.types.map(words.type))}</Fact>
        {site.metals.length === 0 ? null : <Fact name={t('facts.metals')}>{inText(site.metals.map(words.metal))}</Fact>}
        <Where site={site} />
        <Operator site={site} />
        {site.owners === null ? null : <Fact name={t('facts.owners')}>{site.owners}</Fact>}
        {site.activity === null ? null : <Fact name={t('facts.activity')}>{words.activity(site.activity)}</Fact>}
        <Aliases name={t('facts.aliases')} aliases={site.aliases.filter(({ kind }) => kind !== 'brand')} />
        <Aliases name={t('facts.brands')} aliases={site.aliases.filter(({ kind }) => kind === 'brand')} />
        {site.identifiers.length === 0 ? null : (
          <Fact name={t('facts.identifiers')}>
            {site.identifiers.map(({ scheme, value }) => `${scheme}: ${value}`).join('; ')}
          </Fact>
        )}
        {site.mergedFrom.length === 0 ? null : (
          <Fact name={t('facts.merged')}>
            <span className="numeric">{site.mergedFrom.join(', ')}</span>
          </Fact>
        )}
        <Fact name={t('facts.origin')}>{words.origin(site.origin)}</Fact>
        {site.note === null ? null : <Fact name={t('facts.note')}>{site.note}</Fact>}
      </Facts>
      <Nearby site={site} />
    </section>
  )
}

function Where({ site: { place, country, position, positionCitation } }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  const words = useWords()
  const { degrees } = useFormat()
  return (
    <Fact name={t('facts.where')}>
      {[place, words.country(country)].filter((part) => part !== null).join(', ')}
      {position === null ? (
        <span className={classes.below}>{t('facts.no-position')}</span>
      ) : (
        <span className={classes.below}>
          <span className="numeric">{degrees(position.latitude, position.longitude)}</span> (
          {words.precision(position.precision)}){' '}
          {positionCitation === null ? null : <Sources sources={[positionCitation]} about={t('facts.coordinates')} />}
        </span>
      )}
    </Fact>
  )
}

function Operator({ site: { operator, organisation } }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  return (
    <Fact name={t('facts.operator')}>
      {operator ?? <span className="quiet">{t('facts.not-stated')}</span>}
      {organisation === null ? null : (
        <span className={classes.below}>
          <Link to="/organisations/$organisationId" params={{ organisationId: organisation.organisationId }}>
            {t('facts.organisation', { name: organisation.name })}
          </Link>
        </span>
      )}
    </Fact>
  )
}

function Aliases({ name, aliases }: { readonly name: string; readonly aliases: SiteRecord['aliases'] }) {
  if (aliases.length === 0) return null
  return (
    <Fact name={name}>
      <ul className={classes.plain}>
        {aliases.map((alias) => (
          <li key={[alias.kind, alias.name, alias.maker].join(' ')}>
            <Alias alias={alias} />
          </li>
        ))}
      </ul>
    </Fact>
  )
}

function Alias({ alias }: { readonly alias: SiteRecord['aliases'][number] }) {
  const t = useMessages('site')
  const words = useWords()
  const { day } = useFormat()
  const { name, kind, maker, plant, from, to, citation } = alias
  const about = [
    kind === 'brand' ? undefined : words.aliasKind(kind),
    maker,
    plant,
    from === undefined ? undefined : t('facts.since', { day: day(from) }),
    to === undefined ? undefined : t('facts.until', { day: day(to) }),
  ].filter((part) => part !== undefined)
  return (
    <>
      {name}
      {about.length === 0 ? null : <span className="quiet"> ({about.join(', ')})</span>}{' '}
      {citation === undefined ? null : <Sources sources={[citation]} about={name} />}
    </>
  )
}

function Nearby({ site }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  const { kilometres } = useFormat()
  if (site.nearby.length === 0) return null
  return (
    <div className={classes.nearby}>
      <h3>{t('nearby.title')}</h3>
      <ul className={classes.plain}>
        {site.nearby.map((other) => (
          <li key={other.siteId}>
            <Link to="/sites/$siteId" params={{ siteId: other.siteId }}>
              {other.name}
            </Link>
            <span className="quiet numeric">{kilometres(other.distanceKm)}</span>
            <StatusMark status={other.status} size={14} />
          </li>
        ))}
      </ul>
    </div>
  )
}
