// A site by name: sites are offered while one types, and the number is kept. A number may be typed as well.
import { TextInput } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { BELOW } from './field-order.ts'
import { isSiteNumber, useSiteName } from './names.tsx'

type Site = { readonly siteId: string; readonly name: string }
type Props = {
  readonly label: string
  /** The number; empty while no site is named that is known. */
  readonly siteId: string
  readonly onChange: (siteId: string) => void
  /** Sites offered before all others, published or not, such as those of the own book. */
  readonly own?: readonly Site[]
  readonly isRequired?: boolean
  readonly error?: string | undefined
}

const MOST_OFFERED = 8
const folded = (words: string): string => words.trim().toLowerCase()

export function SiteField({ label, siteId, onChange, own = [], isRequired = true, error }: Props) {
  const t = useMessages('custody')
  const list = useId()
  const [typed, setTyped] = useState<string>()
  const first = useSiteName(typed === undefined ? siteId : '')
  const shown = typed ?? own.find((site) => site.siteId === siteId)?.name ?? first
  const q = shown.trim()
  const found = useLooseRead('listSites', { q, limit: MOST_OFFERED }, typed !== undefined && q.length > 1 && !isSiteNumber(q)).data?.items ?? []
  const sites = [...new Map<string, Site>([...own.filter(({ name }) => folded(name).includes(folded(q))), ...found].map((site) => [site.siteId, site])).values()]
  // Two of one name are told apart by their number.
  const offered = sites.map((site) => ({ ...site, words: sites.filter(({ name }) => name === site.name).length > 1 ? `${site.name} (${site.siteId})` : site.name }))
  const resolved = typed === undefined ? siteId : isSiteNumber(q) ? q.toUpperCase() : offered.find(({ words }) => folded(words) === folded(q))?.siteId ?? ''
  const give = useEffectEvent((one: string) => { if (one !== siteId) onChange(one) })
  useEffect(() => give(resolved), [resolved])
  return (
    <>
      <TextInput
        label={label} required={isRequired} list={list} autoComplete="off" maxLength={200} inputWrapperOrder={BELOW}
        description={q !== '' && resolved === '' ? t('site.unknown') : undefined} value={shown} error={error} onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id={list}>{offered.map(({ siteId: id, words }) => <option key={id} value={words}>{id}</option>)}</datalist>
    </>
  )
}
