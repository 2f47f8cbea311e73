// How recognition is spoken of: what a line stands at, why, and what a certificate is called.
import { IconCircle, IconCircleCheck, IconCircleHalf2 } from '@tabler/icons-react'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './evidence.module.css'

export type ScopingView = Result<'getScoping'>
export type Line = ScopingView['lines'][number]
export type Reason = Line['reasons'][number]
export type CertificateItem = Result<'listCertificates'>['items'][number]

/** A scheme as people write it: `ISO 14001:2015`. */
export const schemeName = (scheme: string, version: string): string =>
  `${scheme.replace(/^(iso|emas|tsm|rba|irma|asi|sa)\b/, (word) => word.toUpperCase()).replaceAll('-', ' ')}:${version}`
export const certificateName = (one: CertificateItem): string => `${schemeName(one.scheme, one.schemeVersion)}, ${one.number}`

const SHAPES = { covered: IconCircleCheck, partly: IconCircleHalf2, 'not-covered': IconCircle } as const

export function StandingMark({ line }: { readonly line: Pick<Line, 'standing' | 'isApproved'> }) {
  const t = useMessages('evidence')
  const Shape = SHAPES[line.standing]
  return (
    <span className={classes.mark} data-standing={line.standing}>
      <Shape size={16} aria-hidden />
      {t(`standing.${line.standing}`)}
      {line.standing === 'not-covered' || line.isApproved ? null : <span className={classes.preview}>{t('standing.preview')}</span>}
    </span>
  )
}

/** Every reason of a line as a sentence of its own. */
export function Reasons({ reasons, certificates }: { readonly reasons: readonly Reason[]; readonly certificates: readonly CertificateItem[] }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason, index) => {
        const certificate = certificates.find(({ certificateId }) => certificateId === reason.certificateId)
        return (
          <li key={index}>
            {t(`reason.${reason.code}`, {
              certificate: certificate === undefined ? t('a-certificate') : certificateName(certificate), day: reason.on === null ? '' : day(reason.on, 'short'), dated: reason.on === null ? 'no' : 'yes',
            })}
          </li>
        )
      })}
    </ul>
  )
}
