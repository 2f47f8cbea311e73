// The log of the media scan: where was searched, with which words, what was found and what became of it.
import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import type { RecordOfView } from './on-site-page.tsx'
import { useToday } from '../ui/use-today.ts'
import classes from './assessment.module.css'

type Entry = RecordOfView['media'][number]
const RELEVANCE = ['none', 'background', 'followed-up'] as const

function Form({ record, entry, onDone }: { readonly record: RecordOfView; readonly entry?: Entry; readonly onDone: () => void }) {
  const t = useMessages('assessment')
  const today = useToday()
  const [source, setSource] = useState(entry?.source ?? '')
  const [searchedOn, setOn] = useState(entry?.searchedOn ?? today)
  const [words, setWords] = useState(entry?.words ?? '')
  const [found, setFound] = useState(entry?.found ?? '')
  const [relevance, setRelevance] = useState<(typeof RELEVANCE)[number]>(entry?.relevance ?? 'none')
  const save = useAct(
    () => api.recordMediaFind({ caseId: record.caseId, entryId: entry?.entryId ?? null, source: source.trim(), searchedOn, words: words.trim(), found: found.trim(), relevance, seen: entry?.seen ?? [] }),
    onDone,
  )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}>
      <Stack gap="sm">
        <div className={classes.cells}>
          <TextInput label={t('column.source')} required maxLength={500} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
          <TextInput type="date" label={t('column.searched-on')} required value={searchedOn} onChange={(event) => setOn(event.currentTarget.value)} />
        </div>
        <TextInput label={t('column.words')} required maxLength={500} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        <Textarea label={t('column.found')} autosize minRows={2} maxLength={4000} value={found} onChange={(event) => setFound(event.currentTarget.value)} />
        <NativeSelect label={t('column.relevance')} value={relevance} data={RELEVANCE.map((one) => ({ value: one, label: t(`relevance.${one}`) }))} onChange={(event) => setRelevance(event.currentTarget.value as typeof relevance)} />
        <ProblemText error={save.error} />
        <div className={classes.row}>
          <Button type="submit" loading={save.isPending}>
            {t('media.save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

export function MediaScan({ record }: { readonly record: RecordOfView }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const [open, setOpen] = useState<string>()
  return (
    <section aria-labelledby="media">
      <h3 id="media">{t('sheet.media')}</h3>
      {record.media.length === 0 ? <p className="quiet">{t('media.none')}</p> : null}
      <ul className={classes.list}>
        {record.media.map((entry) => (
          <li key={entry.entryId}>
            <div className={classes.line}>
              <strong>{entry.source}</strong>
              <span className={classes.mark}>{entry.relevance === null ? '' : t(`relevance.${entry.relevance}`)}</span>
            </div>
            <span className="quiet">
              {entry.searchedOn === null ? '' : day(entry.searchedOn, 'short')} · {entry.words}
            </span>
            <p className={classes.words}>{entry.found}</p>
            {!record.mayWrite ? null : open === entry.entryId ? (
              <Form record={record} entry={entry} onDone={() => setOpen(undefined)} />
            ) : (
              <div className={classes.row}>
                <Button variant="default" size="xs" onClick={() => setOpen(entry.entryId)}>
                  {t('change')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {!record.mayWrite ? null : open === 'new' ? (
        <Form record={record} onDone={() => setOpen(undefined)} />
      ) : (
        <Button variant="default" onClick={() => setOpen('new')}>
          {t('media.add')}
        </Button>
      )}
    </section>
  )
}
