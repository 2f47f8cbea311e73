// One licensed text, written by hand: where it stands, its words, and whether the public may read it.
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './standards.module.css'

const PARTS = ['requirement', 'sub-requirement', 'guidance', 'rating-description'] as const

export type Text = Result<'listLicensedText'>['items'][number]
export type Place = { readonly standard: string; readonly version: string }
type At = Pick<Text, 'criterion' | 'part' | 'key'>
type Criterion = { readonly slug: string; readonly number: number; readonly title: string }
type Level = { readonly slug: string; readonly title: string }

function PlaceChoice({
  at,
  criteria,
  levels,
  onMove,
}: {
  readonly at: At
  readonly criteria: readonly Criterion[]
  readonly levels: readonly Level[]
  readonly onMove: (next: Partial<At>) => void
}) {
  const t = useMessages('standards')
  return (
    <>
      <NativeSelect
        label={t('criterion.name')}
        value={at.criterion}
        data={criteria.map(({ slug, number, title }) => ({ value: slug, label: `${number}. ${title}` }))}
        onChange={(event) => {
          const value = event.currentTarget.value
          onMove({ criterion: value })
        }}
      />
      <div className={classes.row}>
        <NativeSelect
          label={t('texts.part')}
          value={at.part}
          data={PARTS.map((one) => ({ value: one, label: t(`part.${one}`) }))}
          onChange={(event) => {
            const value = event.currentTarget.value as Text['part']
            onMove({ part: value, key: value === 'rating-description' ? (levels[0]?.slug ?? '') : '1' })
          }}
        />
        {at.part === 'rating-description' ? (
          <NativeSelect
            label={t('texts.level')}
            value={at.key}
            data={levels.map(({ slug, title }) => ({ value: slug, label: title }))}
            onChange={(event) => {
              const value = event.currentTarget.value
              onMove({ key: value })
            }}
          />
        ) : (
          <TextInput
            label={t('texts.key')}
            description={t('texts.key.meaning')}
            value={at.key}
            required
            onChange={(event) => {
              const value = event.currentTarget.value
              onMove({ key: value })
            }}
          />
        )}
      </div>
    </>
  )
}

export function TextForm({
  place,
  tongue,
  standing,
  criteria,
  levels,
  onSaved,
}: {
  readonly place: Place
  readonly tongue: string
  readonly standing: readonly Text[]
  readonly onSaved: () => void
  readonly criteria: readonly Criterion[]
  readonly levels: readonly Level[]
}) {
  const t = useMessages('standards')
  const [{ criterion, part, key }, setAt] = useState<At>({
    criterion: criteria[0]?.slug ?? '',
    part: 'requirement',
    key: '1',
  })
  const known = standing.find((text) => text.criterion === criterion && text.part === part && text.key === key)
  const [draft, setDraft] = useState<{ text: string; isPublic: boolean }>()
  const shown = draft ?? { text: known?.text ?? '', isPublic: known?.isPublic ?? false }
  const at = { ...place, criterion, part, key, language: tongue }
  const done = () => {
    setDraft(undefined)
    onSaved()
  }
  const save = useMutation({ mutationFn: () => api.putLicensedText({ ...at, ...shown }), onSuccess: done })
  const remove = useMutation({ mutationFn: () => api.removeLicensedText(at), onSuccess: done })
  const move = (next: Partial<At>) => {
    setAt((before) => ({ ...before, ...next }))
    setDraft(undefined)
    save.reset()
  }
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}>
      <PlaceChoice at={{ criterion, part, key }} criteria={criteria} levels={levels} onMove={move} />
      <Textarea
        label={t('texts.text')}
        autosize
        minRows={5}
        maxRows={20}
        required
        value={shown.text}
        onChange={(event) => setDraft({ ...shown, text: event.currentTarget.value })}
      />
      <Checkbox
        label={t('texts.public')}
        description={t('texts.public.meaning')}
        checked={shown.isPublic}
        onChange={(event) => setDraft({ ...shown, isPublic: event.currentTarget.checked })}
      />
      <ProblemText error={save.error ?? remove.error} />
      <div className={classes.row}>
        <Button type="submit" loading={save.isPending} disabled={draft === undefined}>
          {shown.isPublic ? t('texts.save-public') : t('texts.save')}
        </Button>
        {known === undefined ? null : (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('texts.remove')}
          </Button>
        )}
        <span role="status" className="quiet">
          {draft !== undefined ? t('texts.not-saved') : save.isSuccess || known !== undefined ? t('texts.saved') : ''}
        </span>
      </div>
    </form>
  )
}
