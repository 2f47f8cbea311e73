// Longer due days that were granted: from when to when, and the class of the reason; its words are not public.
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './published.module.css'

type Row = Result<'listPublishedExtensions'>['items'][number]

export function Extensions({ extensions }: { readonly extensions: readonly Row[] }) {
  const t = useMessages('published')
  const { day } = useFormat()
  const word = (key: string, plain: string): string => (t.has(key) ? t(key) : plain)
  return (
    <ul className={classes.rows}>
      {extensions.map(({ extensionId, clock, dueBefore, dueAfter, grantedOn, reasonClass }) => (
        <li key={extensionId}>
          {t('extension.line', {
            clock: word(`clock.${clock}`, clock),
            before: day(dueBefore),
            after: day(dueAfter),
            day: day(grantedOn),
            reason: word(`extension.reason.${reasonClass}`, reasonClass),
          })}
        </li>
      ))}
    </ul>
  )
}
