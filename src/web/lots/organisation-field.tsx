// Names an organisation in a form by its name, with those that are known here proposed; what is handed on is its number.
import { TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useLooseRead } from '../api/reads.ts'

type Props = { readonly label: string; readonly organisationId: string; readonly onChange: (organisationId: string) => void }

const FEWEST_LETTERS = 2
const MOST_PROPOSED = 20

export function OrganisationField({ label, organisationId, onChange }: Props) {
  const list = useId()
  const [typed, setTyped] = useState(organisationId)
  const found = useLooseRead('listOrganisations', { q: typed.trim(), limit: MOST_PROPOSED }, typed.trim().length >= FEWEST_LETTERS).data?.items ?? []
  const idOf = (text: string): string => found.find(({ name }) => name.toLowerCase() === text.toLowerCase())?.organisationId ?? text
  return (
    <>
      <TextInput
        label={label}
        required
        list={list}
        autoComplete="off"
        maxLength={200}
        value={typed}
        onChange={(event) => {
          const text = event.currentTarget.value
          setTyped(text)
          onChange(idOf(text.trim()))
        }}
        // The names are there a moment after the last letter.
        onBlur={() => onChange(idOf(typed.trim()))}
      />
      <datalist id={list}>{found.map(({ organisationId: id, name }) => <option key={id} value={name} />)}</datalist>
    </>
  )
}
