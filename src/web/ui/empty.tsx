// Nothing to show: why, and the next step.
import type { ReactNode } from 'react'
import classes from './empty.module.css'

export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={classes.empty}>
    <p className={classes.title}>{title}</p>
    {children}
  </div>
)
