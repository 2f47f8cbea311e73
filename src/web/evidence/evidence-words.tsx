// How evidence is spoken of: whether it holds, who sees it, and why it must be looked at again. A state is a word and a
// shape, never a colour alone.
import { IconAlertTriangle, IconBuilding, IconCheck, IconClockX, IconEyeCheck, IconLock, IconReplace, IconUsers, IconWorld, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './evidence.module.css'

export type EvidenceItem = Result<'listEvidence'>['items'][number]
export type Cause = NonNullable<EvidenceItem['cause']>

const LAYERS = { private: IconLock, assessor: IconEyeCheck, partner: IconUsers, public: IconWorld } as const
const STATES = { valid: IconCheck, lapsed: IconClockX, superseded: IconReplace, withdrawn: IconX } as const

export function LayerMark({ layer }: { readonly layer: EvidenceItem['layer'] }) {
  const t = useMessages('evidence')
  const Icon = LAYERS[layer]
  return (
    <span className={classes.mark} title={t(`layer.${layer}.meaning`)}>
      <Icon size={16} aria-hidden />
      {t(`layer.${layer}`)}
    </span>
  )
}

/** Whether it holds, with the day that matters. */
export function StateMark({ item }: { readonly item: Pick<EvidenceItem, 'state' | 'validUntil' | 'supersededOn' | 'withdrawnOn'> }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  const Icon = STATES[item.state]
  const on = item.state === 'superseded' ? item.supersededOn : item.state === 'withdrawn' ? item.withdrawnOn : item.validUntil
  return (
    <span className={classes.mark} data-state={item.state}>
      <Icon size={16} aria-hidden />
      {on === null ? t(`state.${item.state}`) : t(`state.${item.state}.on`, { day: day(on, 'short') })}
    </span>
  )
}

/** Why what leans on it must be looked at again, and where its successor is. */
export function CauseNote({ cause }: { readonly cause: Cause }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  return (
    <span className={classes.cause}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        {t(`cause.${cause.kind}`, { day: day(cause.on, 'short') })}
        {cause.reason === null ? null : ` ${t('cause.reason', { reason: cause.reason })}`}{' '}
        {cause.supersededBy === null ? null : (
          <Link to="/evidence/$evidenceId" params={{ evidenceId: cause.supersededBy }}>
            {t('cause.successor')}
          </Link>
        )}
      </span>
    </span>
  )
}

export function PlaceMark({ item }: { readonly item: Pick<EvidenceItem, 'organisationName' | 'siteId'> }) {
  const t = useMessages('evidence')
  return item.siteId === null ? (
    <span className={classes.mark}>
      <IconBuilding size={16} aria-hidden />
      {t('place.whole', { name: item.organisationName })}
    </span>
  ) : (
    <span>{t('place.site', { site: item.siteId })}</span>
  )
}
