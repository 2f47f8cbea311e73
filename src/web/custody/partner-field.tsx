// A partner by name: organisations are offered while one types, and it is said what is known of the one that is named, so that
// nobody has to know a number, and nobody ships past a book by a name that is spelled otherwise.
import { TextInput } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { BELOW } from './field-order.ts'

const isId = (words: string): boolean => /^(org|ptn)_\S+$/.test(words.trim())
const folded = (words: string): string => words.trim().toLowerCase()
const MOST_OFFERED = 8
/** The shortest part of a name that is looked for. */
const LEAST_TYPED = 2

type Props = {
  readonly label: string
  /** Id or name of the partner, as last given; empty while none is. Another value from outside begins the field anew. */
  readonly value: string
  readonly isRequired: boolean
  readonly error: string | undefined
  /** Called with the id of the organisation whose name is typed, and with the words as they are where none or several have it. */
  readonly onChange: (partner: string) => void
  /** `counterparties` (default): who takes part here, published or not. `published`: every organisation on record, also such as nobody answers for. */
  readonly among?: 'counterparties' | 'published'
  /** Whether the one that is named is told and asked to answer, as the receiver of a shipment is. */
  readonly isAsked?: boolean
}

type Found = { readonly organisationId: string; readonly name: string; readonly country?: string | undefined }

/** Organisations whose names hold the words. */
function useFound(words: string, among: 'counterparties' | 'published'): readonly Found[] {
  const isSought = words.length >= LEAST_TYPED && !isId(words)
  const here = useLooseRead('searchCounterparties', { name: words, limit: MOST_OFFERED }, isSought && among === 'counterparties').data?.items
  const published = useLooseRead('listOrganisations', { q: words, limit: MOST_OFFERED }, isSought && among === 'published').data?.items
  return (among === 'published' ? published : here) ?? []
}

export function PartnerField({ label, value, isRequired, error, onChange, among = 'counterparties', isAsked = false }: Props) {
  const t = useMessages('custody')
  const list = useId()
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  if (value !== given) { setGiven(value); setText(value) }
  const q = text.trim()
  const found = useFound(q, among)
  const named = useLooseRead('getOrganisation', { organisationId: q }, isId(q)).data
  const fitting = found.filter(({ name }) => folded(name) === folded(q))
  // Two of one name are told apart by their number alone, so none is chosen for the reader. A read keeps the answer before:
  // it counts only for the number that stands here now.
  const one: Found | undefined = fitting.length === 1 ? fitting[0] : isId(q) && named?.organisationId === q ? named : undefined
  const resolved = one?.organisationId ?? text
  const give = useEffectEvent((partner: string) => { if (partner !== value) { setGiven(partner); onChange(partner) } })
  useEffect(() => give(resolved), [resolved])
  const says = q === '' ? t(among === 'published' ? 'partner.published' : 'partner.meaning')
    : one !== undefined ? t(isAsked ? 'partner.asked' : among === 'published' ? 'partner.on-record' : 'partner.here', { name: one.name })
      : isId(q) ? t('partner.by-number') : t(isAsked ? 'partner.absent' : 'partner.unknown')
  return (
    <>
      <TextInput label={label} description={says} inputWrapperOrder={BELOW} required={isRequired} list={list} autoComplete="off" value={text} error={error} onChange={(event) => setText(event.currentTarget.value)} />
      <datalist id={list}>{found.map(({ organisationId, name, country }) => <option key={organisationId} value={name}>{country}</option>)}</datalist>
    </>
  )
}
