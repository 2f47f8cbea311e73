// The word and the shape of an award on a day. The word says it; the shape says it again, never a colour alone.
import { useMessages } from '../messages/use-messages.ts'
import type { Result } from '../api/client.ts'
import { StatusShape, type Status } from '../ui/status-mark.tsx'
import classes from './published.module.css'

export type AwardRow = Result<'listAwards'>['items'][number]

/** Typed by the contract; the schemas themselves stay on the server. */
export const STATUSES: readonly AwardRow['status'][] = ['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired', 'transferred', 'replaced']
export const MARKS: readonly AwardRow['mark'][] = ['copper', 'molybdenum', 'nickel', 'zinc']

/** What was moved or replaced is over for this award: the shape of an end. */
export const shapeOf = (status: AwardRow['status']): Status => (status === 'transferred' || status === 'replaced' ? 'expired' : status)

export const isInForce = ({ status }: Pick<AwardRow, 'status'>): boolean => status === 'live-awarded' || status === 'conditional'

export function AwardStatus({ award, size = 16 }: { readonly award: Pick<AwardRow, 'status'>; readonly size?: number }) {
  const t = useMessages('documents')
  return (
    <span className={classes.award}>
      <StatusShape status={shapeOf(award.status)} size={size} />
      <span>{t(`award.status.${award.status}`)}</span>
    </span>
  )
}
