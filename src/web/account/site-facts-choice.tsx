// Which fact of a record is meant: the record as a whole, or one of its dated events and figures.
import { NativeSelect } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import type { Result } from '../api/client.ts'
import { useFormat } from '../ui/format.ts'
import { useWords } from '../ui/words.ts'

export type SiteRecord = Extract<Result<'getSite'>, { outcome: 'site' }>
export type About = { readonly kind: string; readonly factId: string }

export const aboutOf = (value: string): About | undefined => {
  const [kind, factId] = value.split(' ')
  return kind === undefined || factId === undefined ? undefined : { kind, factId }
}

export function FactChoice({
  site,
  value,
  onChange,
  whole,
}: {
  readonly site: SiteRecord
  readonly value: string
  readonly onChange: (value: string) => void
  /** What choosing no single fact means; absent where a fact must be chosen. */
  readonly whole?: string
}) {
  const t = useMessages('account')
  const words = useWords()
  const { dated, tonnes } = useFormat()
  const events = [...site.timeline, ...site.chainOfCustody, ...site.dueDiligence].map((event) => ({
    value: `milestone ${event.factId}`,
    label: [words.milestone(event.kind), event.mark === undefined ? '' : words.metal(event.mark), dated(event.date)]
      .filter((part) => part !== '')
      .join(', '),
  }))
  const figures = site.production.map((figure) => ({
    value: `production ${figure.factId}`,
    label: `${words.metal(figure.metal)}, ${words.stage(figure.stage)}, ${figure.year}: ${tonnes(figure.tonnesContained)}`,
  }))
  const replies = site.replies.map((reply) => ({
    value: `reply ${reply.replyId}`,
    label: t('fact.reply', { organisation: reply.organisation }),
  }))
  const disputes = site.disputes.map((dispute) => ({
    value: `dispute ${dispute.disputeId}`,
    label: t('fact.dispute', { text: dispute.text.slice(0, 60) }),
  }))
  return (
    <NativeSelect
      label={t('fact')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: whole ?? t('fact.choose') },
        { value: `site ${site.siteId}`, label: t('fact.site') },
        ...events,
        ...figures,
        ...(whole === undefined ? [...replies, ...disputes] : []),
      ]}
    />
  )
}
