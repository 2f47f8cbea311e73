// A partner by name: names of organisations here are offered while one types, and it is said whether the partner is here,
// so that nobody has to know a number, and nobody ships past a book by a name that is spelled otherwise.
import { TextInput } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { BELOW } from './field-order.ts'

const isId = (words: string): boolean => /^(org|ptn)_\S+$/.test(words.trim())
const folded = (words: string): string => words.trim().toLowerCase()

type Props = { readonly label: string; readonly value: string; readonly isRequired: boolean; readonly error: string | undefined; readonly onChange: (partner: string) => void }

/** Gives the id of an organisation here where its name is typed, and the words as they are otherwise. */
export function PartnerField({ label, value, isRequired, error, onChange }: Props) {
  const t = useMessages('custody')
  const list = useId()
  const [text, setText] = useState(value)
  const q = text.trim()
  const found = useLooseRead('listOrganisations', { q, limit: 8 }, q.length > 1 && !isId(q)).data?.items ?? []
  const named = useLooseRead('getOrganisation', { organisationId: value }, isId(value) && q === value).data
  const fitting = found.filter(({ name }) => folded(name) === folded(q))
  // Two of one name are told apart by their number alone, so none is chosen for the reader.
  const one = fitting.length === 1 ? fitting[0] : named
  const resolved = one?.organisationId ?? text
  const give = useEffectEvent((partner: string) => { if (partner !== value) onChange(partner) })
  useEffect(() => give(resolved), [resolved])
  const says = q === '' ? t('partner.meaning') : one !== undefined ? t('partner.here', { name: one.name }) : t('partner.absent')
  return (
    <>
      <TextInput label={label} description={says} inputWrapperOrder={BELOW} required={isRequired} list={list} autoComplete="off" value={text} error={error} onChange={(event) => setText(event.currentTarget.value)} />
      <datalist id={list}>{found.map(({ organisationId, name, country }) => <option key={organisationId} value={name}>{country}</option>)}</datalist>
    </>
  )
}
