// The one h1 of a page. It names the document, and takes the focus when the visitor came from another page of ours, so that
// a screen reader says where they are (WCAG 2.2, 2.4.3).
import { Title } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import classes from './page.module.css'

type Props = {
  readonly title: string
  /** Set where the visible heading holds more than text. */
  readonly children?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
}

/** The pathname whose heading last had its turn; the first page of a visit leaves the focus where the browser put it. */
let greeted: string | undefined

export function PageHeading({ title, children, lead, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const pathname = useRouter().latestLocation.pathname
  useEffect(() => {
    document.title = title === 'Cupel' ? title : `${title} · Cupel`
  }, [title])
  useEffect(() => {
    if (greeted !== undefined && greeted !== pathname) heading.current?.focus({ preventScroll: true })
    greeted = pathname
  }, [pathname])
  return (
    <div className={classes.heading}>
      <div>
        <Title order={1} ref={heading} tabIndex={-1}>
          {children ?? title}
        </Title>
        {lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
      </div>
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
