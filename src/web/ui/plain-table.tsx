// A short table, all of it drawn: scrolls sideways in its own frame where the screen is narrow.
import type { ReactNode } from 'react'
import classes from './plain-table.module.css'

export const PlainTable = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className={classes.frame} role="region" aria-label={label} tabIndex={0}>
    <table className={classes.table}>{children}</table>
  </div>
)
