// The row speaks of a site that we hold twice: which record stays, and which leads to it from then on.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import type { Row } from './use-rows.ts'
import classes from './imports.module.css'

type Props = {
  readonly row: Row
  readonly first: string | undefined
  readonly isBusy: boolean
  readonly onMerge: (stays: string, goes: string) => void
  readonly onCancel: () => void
}

export function MergeForm({ row, first, isBusy, onMerge, onCancel }: Props) {
  const t = useMessages('imports')
  const [stays, setStays] = useState(first ?? '')
  const [goes, setGoes] = useState(row.candidates.find(({ siteId }) => siteId !== first)?.siteId ?? '')
  const known = row.candidates.map(({ siteId, siteName }) => ({ value: siteId, label: `${siteName} (${siteId})` }))
  const choice = (label: string, value: string, onChange: (value: string) => void) =>
    known.length >= 2 ? (
      <NativeSelect
        label={label}
        value={value}
        data={known}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    ) : (
      <TextInput
        label={label}
        value={value}
        placeholder="CHL-0000000"
        onChange={(event) => onChange(event.currentTarget.value.trim().toUpperCase())}
      />
    )
  return (
    <form
      className={classes.merge}
      onSubmit={(event) => {
        event.preventDefault()
        onMerge(stays, goes)
      }}>
      <p>{t('merge.meaning')}</p>
      {choice(t('merge.stays'), stays, setStays)}
      {choice(t('merge.goes'), goes, setGoes)}
      <div className={classes.acts}>
        <Button type="submit" size="xs" loading={isBusy} disabled={stays === '' || goes === '' || stays === goes}>
          {t('merge.do')}
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
