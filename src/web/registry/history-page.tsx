// What was known when: every change to the record of a site, newest first, each with its place in the log.
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { usePages } from '../api/pages.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import classes from './history-page.module.css'

type Change = Result<'getSiteHistory'>['items'][number]

const route = getRouteApi('/sites/$siteId/history')

/** A member of a fact as text: short values as they are, the rest as JSON. */
const shown = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : JSON.stringify(value, null, 1)

function ChangeLine({ change, siteId }: { readonly change: Change; readonly siteId: string }) {
  const t = useMessages('site')
  const { instant } = useFormat()
  const kind = `history.kind.${change.kind}`
  return (
    <li className={classes.change}>
      <p className={classes.when}>
        <time dateTime={change.at}>{instant(change.at)}</time> · {t('history.position', { position: change.position })}{' '}
        ·{' '}
        <Link to="/sites/$siteId" params={{ siteId }} search={(before) => ({ ...before, knownAt: change.at })}>
          {t('history.see')}
        </Link>
      </p>
      <p>
        <strong>{t(`history.change.${change.change}`)}</strong>: {t.has(kind) ? t(kind) : change.kind}{' '}
        <span className="quiet numeric">{change.factId}</span>
      </p>
      {change.reason === null ? null : <p>{t('history.reason', { reason: change.reason })}</p>}
      {change.fields.length === 0 ? null : (
        <details open={change.change === 'changed'}>
          <summary>{t('history.fields', { count: change.fields.length })}</summary>
          <dl className={classes.fields}>
            {change.fields.map(({ field, before, after }) => (
              <div key={field}>
                <dt>{field}</dt>
                <dd>
                  {shown(before) === '' ? null : <del>{shown(before)}</del>}{' '}
                  {shown(after) === '' ? null : <ins>{shown(after)}</ins>}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}

export function Page() {
  const t = useMessages('site')
  const { number } = useFormat()
  const { siteId } = route.useParams()
  const site = useRead('getSite', { siteId, ...useTimes() })
  const pages = usePages('getSiteHistory', { siteId }, 100)
  const name = site.outcome === 'site' ? site.name : siteId
  const { total } = pages.first
  return (
    <Frame width="reading">
      <PageHeading title={t('history.title', { name })} lead={t('history.lead')} />
      <p>
        <Link to="/sites/$siteId" params={{ siteId }}>
          {t('history.back', { name })}
        </Link>
      </p>
      <p role="status">{t('history.count', { count: total, total: number(total) })}</p>
      <ol className={classes.changes}>
        {pages.items.map((change) => (
          <ChangeLine
            key={`${change.position} ${change.kind} ${change.factId} ${change.change}`}
            change={change}
            siteId={siteId}
          />
        ))}
      </ol>
      <ShowMore of={pages} />
    </Frame>
  )
}
