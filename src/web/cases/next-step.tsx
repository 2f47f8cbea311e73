// What comes next in a case, for the one who looks: their own act, or whom it waits for.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import type { CaseOfView } from './case-frame.tsx'
import classes from './cases.module.css'

export function NextStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const inbox = useMessages('inbox')
  const { day } = useFormat()
  const step = one.next
  const act = inbox(`act.${step.act}`)
  const isHere = step.link === `/cases/${one.caseId}`
  return (
    <section aria-labelledby="next" className={classes.next} data-mine={step.isYours || undefined}>
      <h2 id="next">{t('next.title')}</h2>
      <p className={classes.act}>
        {!step.isYours && step.waitsFor !== null ? (
          t('next.waits', { who: inbox(`who.${step.waitsFor}`), act })
        ) : isHere ? (
          act
        ) : (
          <Link to={step.link as '/'}>{act}</Link>
        )}
        {step.dueOn === null ? null : <span className="quiet"> {t('next.by', { day: day(step.dueOn) })}</span>}
      </p>
      <p>{inbox(`why.${step.act}`)}</p>
    </section>
  )
}
