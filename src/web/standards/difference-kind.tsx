// How a criterion stands to the version before: a word and a shape for each kind.
import { useMessages } from '../messages/use-messages.ts'
import classes from './standards.module.css'

export type Kind = 'new' | 'same' | 'merged' | 'split' | 'widened' | 'dropped' | 'spread' | 'drawn-on'

const SHAPES: Readonly<Record<Kind, React.ReactNode>> = {
  new: <path d="M8 2v12M2 8h12" />,
  same: <path d="M2 6h12M2 10h12" />,
  merged: <path d="M2 3c5 0 4 5 8 5h4M2 13c5 0 4-5 8-5M11.5 5.5 14 8l-2.5 2.5" />,
  split: <path d="M2 8h4c4 0 3-5 8-5M6 8c4 0 3 5 8 5M11.8.8 14 3l-2.2 2.2M11.8 10.8 14 13l-2.2 2.2" />,
  widened: <path d="M1.5 8h13M4.5 4.5 1.5 8l3 3.5M11.5 4.5l3 3.5-3 3.5" />,
  dropped: <path d="M3 3l10 10M13 3 3 13" />,
  spread: <path d="M2 8h3M5 8 14 2M5 8h9M5 8l9 6" />,
  'drawn-on': <path d="M2 13h6a4 4 0 0 0 4-4V4M9 6.5 12 3l3 3.5" strokeDasharray="2.5 1.8" />,
}

export function KindMark({ kind }: { readonly kind: Kind }) {
  const t = useMessages('standards')
  return (
    <span className={classes.kind} data-kind={kind}>
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden>
        {SHAPES[kind]}
      </svg>
      {t(`kind.${kind}`)}
    </span>
  )
}
