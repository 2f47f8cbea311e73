// A list of facts: name, value, source. Absent values are left out by the caller or said to be unknown, never blank.
import type { ReactNode } from 'react'
import classes from './facts.module.css'

export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className={classes.facts}>{children}</dl>

export const Fact = ({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
