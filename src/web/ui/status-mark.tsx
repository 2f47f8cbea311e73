// A status is a word and a shape, never a colour alone: solid for an award, hatched where it has a condition, an outline
// for a commitment, a bar for a suspension, a strike for an end, dots where nothing was found.
import { useWords } from './words.ts'
import classes from './status-mark.module.css'

export type Status =
  | 'awarded'
  | 'award-possible'
  | 'committed'
  | 'no-award-found'
  | 'live-awarded'
  | 'conditional'
  | 'suspended'
  | 'withdrawn'
  | 'expired'

const DISC = <circle cx="8" cy="8" r="6.5" fill="currentColor" />
const RING = <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.75" />
const STRIKE = (
  <>
    {RING}
    <path d="M1 15 15 1" stroke="currentColor" strokeWidth="2" />
  </>
)

const SHAPES: Record<Status, React.ReactNode> = {
  'live-awarded': (
    <>
      {DISC}
      <path
        d="m4.8 8.2 2.3 2.3 4.2-4.7"
        fill="none"
        stroke="var(--raised)"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  awarded: DISC,
  'award-possible': (
    <>
      {RING}
      <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
    </>
  ),
  conditional: (
    <>
      {RING}
      <path
        d="M3.5 10.5 10.5 3.5M5 13 13 5M2.3 7.3 7.3 2.3M8.7 13.7 13.7 8.7"
        stroke="currentColor"
        strokeWidth="1.3"
      />
    </>
  ),
  committed: RING,
  suspended: (
    <>
      {DISC}
      <path d="M4.5 8h7" stroke="var(--raised)" strokeWidth="2.5" />
    </>
  ),
  withdrawn: STRIKE,
  expired: STRIKE,
  'no-award-found': (
    <circle
      cx="8"
      cy="8"
      r="6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeDasharray="0.1 3.67"
      strokeLinecap="round"
    />
  ),
}

export const StatusShape = ({ status, size = 16 }: { readonly status: Status; readonly size?: number }) => (
  <svg className={classes.shape} data-status={status} width={size} height={size} viewBox="0 0 16 16" aria-hidden>
    {SHAPES[status]}
  </svg>
)

export function StatusMark({ status, size = 16 }: { readonly status: Status; readonly size?: number }) {
  const words = useWords()
  return (
    <span className={classes.mark}>
      <StatusShape status={status} size={size} />
      <span>{words.status(status)}</span>
    </span>
  )
}
