// A due day as people read it: the day, and how far it is; what is late says so in words, not by colour alone.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './inbox.module.css'

type Props = { readonly dueOn: string | null; readonly daysLeft: number | null }

export function DueDay({ dueOn, daysLeft }: Props) {
  const t = useMessages('inbox')
  const { day } = useFormat()
  if (dueOn === null || daysLeft === null) return <div className="quiet">{t('next.no-day')}</div>
  return (
    <div className={classes.when}>
      <strong>{day(dueOn)}</strong>
      {daysLeft < 0 ? (
        <span className={classes.late}>{t('next.late', { days: -daysLeft })}</span>
      ) : (
        <span className="quiet">{daysLeft === 0 ? t('next.today') : t('next.in-days', { days: daysLeft })}</span>
      )}
    </div>
  )
}
