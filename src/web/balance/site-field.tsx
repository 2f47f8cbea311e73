// A site by name: sites of the register are offered while one types, and it is said which one is meant; its number may be typed
// as well.
import { TextInput } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useWords } from '../ui/words.ts'

const isNumber = (text: string): boolean => /^[A-Z]{3}-[0-9A-Z]{7}$/.test(text.trim().toUpperCase())
const folded = (words: string): string => words.trim().toLowerCase()
const MOST_OFFERED = 8
/** The shortest part of a name that is looked for. */
const LEAST_TYPED = 2

type Props = { readonly label: string; /** Called with the number of the site; with nothing while it is not known which is meant. */ readonly onChange: (siteId: string) => void }

export function SiteField({ label, onChange }: Props) {
  const t = useMessages('balance')
  const words = useWords()
  const list = useId()
  const [text, setText] = useState('')
  const q = text.trim()
  const found = useLooseRead('listSites', { q, limit: MOST_OFFERED }, q.length >= LEAST_TYPED).data?.items ?? []
  const named = found.filter(({ siteId, name }) => isNumber(q) ? siteId === q.toUpperCase() : folded(name) === folded(q))
  // Two of one name are told apart by their number alone: each is offered with its own.
  const one = named.length === 1 ? named[0] : undefined
  const siteId = one?.siteId ?? (isNumber(q) ? q.toUpperCase() : '')
  const give = useEffectEvent(onChange)
  useEffect(() => give(siteId), [siteId])
  const says = q === '' ? t('site.meaning') : one !== undefined ? t('site.found', { name: one.name, country: words.country(one.country), number: one.siteId })
    : named.length > 1 ? t('site.several', { numbers: named.map((site) => site.siteId).join(', ') }) : isNumber(q) ? t('site.by-number') : t('site.unknown')
  return (
    <>
      <TextInput label={label} description={says} inputWrapperOrder={['label', 'input', 'description', 'error']} list={list} autoComplete="off" maxLength={200} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <datalist id={list}>{found.map((site) => <option key={site.siteId} value={site.name}>{`${words.country(site.country)} · ${site.siteId}`}</option>)}</datalist>
    </>
  )
}
