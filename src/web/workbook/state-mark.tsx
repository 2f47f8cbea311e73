// How far a criterion is: a word and a shape.
import type { AnswerState } from './answer.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './workbook.module.css'

const RING = <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.75" />
const SHAPES: Record<AnswerState, React.ReactNode> = {
  unanswered: RING,
  begun: (
    <>
      {RING}
      <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
    </>
  ),
  answered: <circle cx="8" cy="8" r="6.5" fill="currentColor" />,
  conflict: (
    <>
      {RING}
      <path d="M5 5v6M11 5v6" stroke="currentColor" strokeWidth="2" />
    </>
  ),
}

export function StateMark({ state }: { readonly state: AnswerState }) {
  const t = useMessages('workbook')
  return (
    <span className={classes.mark} data-state={state}>
      <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden>
        {SHAPES[state]}
      </svg>
      {t(`state.${state}`)}
    </span>
  )
}
