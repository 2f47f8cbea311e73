// Entries of the audit trail: who, when, what, and why.
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './desk.module.css'

type Entry = Result<'listAuditTrail'>['items'][number]

const HIDDEN = new Set(['reason', 'recordAlways'])

/** What was recorded, as lines of name and value. */
const linesOf = (body: Record<string, unknown>): string[] =>
  Object.entries(body)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)

export function AuditEntries({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useMessages('desk')
  const instant = new Intl.DateTimeFormat(t.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return (
    <ol className={classes.entries}>
      {entries.map((entry) => (
        <li key={entry.position}>
          <strong>{entry.kind}</strong>{' '}
          <span className="quiet">
            {instant.format(new Date(entry.recordedAt))} UTC · {entry.actorName ?? entry.actor} · {t('audit.position', { position: entry.position })}
          </span>
          {entry.reason === null ? null : <p className={classes.change}>{t('audit.reason', { reason: entry.reason })}</p>}
          {entry.body === null ? <p className={classes.change}>{t('audit.erased')}</p> : <p className={classes.change}>{linesOf(entry.body).join('\n')}</p>}
        </li>
      ))}
    </ol>
  )
}
