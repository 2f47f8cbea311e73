// Entries of the audit trail: what, when, by whom and why, in words; the entry as it was recorded, one click away.
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useStandardTitle } from '../standards/standard-title.ts'
import { useFormat } from '../ui/format.ts'
import classes from './desk.module.css'

type Entry = Result<'listAuditTrail'>['items'][number]
type Body = Readonly<Record<string, unknown>>

const HIDDEN = new Set(['reason', 'recordAlways'])
/** What is worth a line; all else is read in the entry as recorded. */
const FIELDS = [
  'standard', 'criterion', 'mark', 'outcome', 'milestone', 'cycle', 'round', 'dueOn', 'askedUntil', 'grantedUntil', 'validFrom', 'validUntil',
  'visitFrom', 'visitTo', 'concernsUntil',
] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What was recorded, as lines of name and value. */
const linesOf = (body: Body): string[] =>
  Object.entries(body)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)

/** A slug nobody has words for, without its hyphens. */
const plain = (slug: string): string => slug.replaceAll('-', ' ').replaceAll('.', ': ')

type AuditEntriesProps = {
  readonly entries: readonly Entry[]
  /** The title of a criterion by its address, where the standards are known. */
  readonly criterion?: (slug: string) => string
}

function useEntryWords(criterion: AuditEntriesProps['criterion']) {
  const t = useMessages('log')
  const states = useMessages('cases')
  const { day } = useFormat()
  const titleOf = useStandardTitle()
  const value = (name: string, given: unknown, body: Body): string => {
    const text = String(given)
    if (DAY.test(text)) return day(text)
    if (name === 'standard') return titleOf(text, typeof body['standardVersion'] === 'string' ? body['standardVersion'] : null)
    if (name === 'criterion' && criterion !== undefined) return criterion(text)
    for (const known of [`value.${text}`, `${name}.${text}`] as const) if (t.has(known)) return t(known)
    const state: string = `state.${text}`
    return states.has(state) ? states(state) : plain(text)
  }
  /** From one state to the next, as a case is moved or as a thing under it stands. */
  const move = (body: Body): string | undefined => {
    const [from, to] = [body['from'] ?? (body['before'] as Body | null)?.['status'], body['to'] ?? (body['after'] as Body | null)?.['status']]
    if (typeof to !== 'string' || DAY.test(to)) return undefined
    return typeof from === 'string' && from !== to ? `${value('state', from, body)} → ${value('state', to, body)}` : value('state', to, body)
  }
  return {
    kind: (kind: string): string => (t.has(kind) ? t(kind) : plain(kind)),
    facts: (body: Body): string[] => {
      const moved = move(body)
      return [
        ...(moved === undefined ? [] : [t('fact', { name: t('field.state'), value: moved })]),
        ...FIELDS.filter((name) => typeof body[name] === 'string' || typeof body[name] === 'number').map((name) => t('fact', { name: t(`field.${name}`), value: value(name, body[name], body) })),
      ]
    },
  }
}

export function AuditEntries({ entries, criterion }: AuditEntriesProps) {
  const t = useMessages('desk')
  const log = useMessages('log')
  const { instant } = useFormat()
  const words = useEntryWords(criterion)
  return (
    <ol className={classes.entries}>
      {entries.map((entry) => {
        const facts = entry.body === null ? [] : words.facts(entry.body)
        const lines = entry.body === null ? [] : linesOf(entry.body)
        return (
          <li key={entry.position}>
            <div className={classes.entry}>
              <strong>{words.kind(entry.kind)}</strong>
              <span className="quiet">
                {instant(entry.recordedAt)} · {entry.actorName ?? entry.actor}
              </span>
            </div>
            {entry.reason === null ? null : <p className={classes.change}>{t('audit.reason', { reason: entry.reason })}</p>}
            {facts.length === 0 ? null : <p className={classes.change}>{facts.join(' · ')}</p>}
            {entry.body === null ? <p className={classes.change}>{t('audit.erased')}</p> : null}
            <details className={classes.recorded}>
              <summary>
                {log('as-recorded')} · {t('audit.position', { position: entry.position })}
              </summary>
              <pre>
                <code>{[entry.kind, ...lines].join('\n')}</code>
              </pre>
            </details>
          </li>
        )
      })}
    </ol>
  )
}
