// A new item of evidence: the file first, then what is said of it. The file is looked at by the server before it is kept;
// a refusal says what to do and loses nothing of what was typed.
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { InputFor, Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { currentLanguage } from '../messages/language.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { KINDS, LAYERS } from './choices.ts'
import { sendFile, type Upload } from '../api/send-file.ts'
import { ACCEPTED, sizeOf, titleFrom } from './upload-evidence.ts'
import classes from './evidence.module.css'

type Added = Result<'uploadEvidence'>
type Layer = Added['layer']
export type Place = { readonly organisationId: string; readonly siteId?: string | undefined }

type Props = {
  /** Where it may be put; the first is offered. */
  readonly places: readonly (Place & { readonly label: string })[]
  readonly defaultLayer: Layer
  /** Layers that may be chosen; all where none is given. */
  readonly layers?: readonly Layer[]
  readonly submitLabel: string
  readonly onAdded: (item: Added) => Promise<unknown> | void
}

const isStopped = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

export function EvidenceForm({ places, defaultLayer, layers = LAYERS, submitLabel, onAdded }: Props) {
  const t = useMessages('evidence')
  const [file, setFile] = useState<File>()
  const [fields, setFields] = useState({ title: '', kind: 'record', writtenIn: currentLanguage(), validFrom: '', validUntil: '', layer: defaultLayer as string, place: 0 })
  const [sending, setSending] = useState<Upload<Added>>()
  const [share, setShare] = useState(0)
  const [error, setError] = useState<Error | null>(null)
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const take = (chosen: File): void => {
    setFile(chosen)
    setError(null)
    if (fields.title.trim() === '') set({ title: titleFrom(chosen.name) })
  }
  const send = async (): Promise<void> => {
    const place = places[fields.place]
    if (file === undefined || place === undefined) return
    setError(null)
    setShare(0)
    const { title, kind, writtenIn, validFrom, validUntil, layer } = fields
    const input = {
      organisationId: place.organisationId, ...(place.siteId === undefined ? {} : { siteId: place.siteId }), title: title.trim(), kind, writtenIn, layer, filename: file.name,
      ...(validFrom === '' ? {} : { validFrom }), ...(validUntil === '' ? {} : { validUntil }),
    } as InputFor<'uploadEvidence'>
    const upload = sendFile('uploadEvidence', input, file, setShare)
    setSending(upload)
    try {
      await onAdded(await upload.done)
      setFile(undefined)
      set({ title: '', validFrom: '', validUntil: '' })
    } catch (problem) {
      if (!isStopped(problem)) setError(problem as Error)
    } finally {
      setSending(undefined)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}>
      <Stack gap="sm" maw={560}>
        <FileDrop
          label={t(file === undefined ? 'form.choose' : 'form.choose-other')}
          accept={ACCEPTED}
          onFile={take}
          isBusy={sending !== undefined}
          progress={share}
          {...(sending === undefined ? {} : { stop: { label: t('form.stop'), onStop: sending.stop } })}>
          <p>{file === undefined ? t('form.kinds') : t('form.chosen', { name: file.name, size: t(sizeOf(file.size).key, sizeOf(file.size).values) })}</p>
        </FileDrop>
        <TextInput label={t('field.title')} required maxLength={200} value={fields.title} onChange={(event) => set({ title: event.currentTarget.value })} />
        {places.length < 2 ? null : (
          <NativeSelect
            label={t('field.place')}
            data={places.map(({ label }, index) => ({ value: String(index), label }))}
            value={String(fields.place)}
            onChange={(event) => set({ place: Number(event.currentTarget.value) })}
          />
        )}
        <Group grow align="start">
          <NativeSelect
            label={t('field.kind')}
            data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
            value={fields.kind}
            onChange={(event) => set({ kind: event.currentTarget.value })}
          />
          <TextInput label={t('field.language')} description={t('field.language.meaning')} required maxLength={20} value={fields.writtenIn} onChange={(event) => set({ writtenIn: event.currentTarget.value })} />
        </Group>
        <Group grow align="start">
          <TextInput type="date" label={t('field.valid-from')} value={fields.validFrom} onChange={(event) => set({ validFrom: event.currentTarget.value })} />
          <TextInput type="date" label={t('field.valid-until')} value={fields.validUntil} onChange={(event) => set({ validUntil: event.currentTarget.value })} />
        </Group>
        <NativeSelect
          label={t('field.layer')}
          description={t(`layer.${fields.layer as Layer}.meaning`)}
          data={layers.map((value) => ({ value, label: t(`layer.${value}`) }))}
          value={fields.layer}
          onChange={(event) => set({ layer: event.currentTarget.value })}
        />
        <ProblemText error={error} />
        <Button type="submit" className={classes.submit} disabled={file === undefined || fields.title.trim() === ''} loading={sending !== undefined}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  )
}
