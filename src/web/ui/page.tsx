// The measure of a page: wide for tables and detail, reading for prose, full for the map.
import type { ReactNode } from 'react'
import classes from './page.module.css'

type Props = { readonly children: ReactNode; readonly width?: 'wide' | 'reading' | 'full' }

export const Page = ({ children, width = 'wide' }: Props) => <div className={classes[width]}>{children}</div>
