// Up to 500 names at once: paste or upload, and per name the site, what is known of its marks with source and date, and
// the doubts. The names stay in this page; the server keeps nothing.
import { Button, Menu, Textarea } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, upload, type Result } from '../api/client.ts'
import { useTimes } from '../api/reads.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { saveLookup } from './export.ts'
import { FoundTable } from './found-table.tsx'
import classes from './lookup.module.css'

export type Answer = Result<'lookUpNames'>
type Asked = { readonly text: string } | { readonly file: File }

const MOST = 500
const EXAMPLE = ['Cerro Verde', 'Aurubis Pirdop, Bulgaria', 'Kennecott', 'Escondida (Chile)'].join('\n')
const linesOf = (text: string): number => text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length

function Answered({ answer, onAgain }: { readonly answer: Answer; readonly onAgain: () => void }) {
  const t = useMessages('lookup')
  const { day } = useFormat()
  const times = useTimes()
  const save = useMutation({
    mutationFn: (format: 'csv' | 'xlsx' | 'json') =>
      saveLookup({ names: answer.items.map(({ asked }) => asked), ...times, format }),
  })
  return (
    <section aria-labelledby="answer">
      <div className={classes.head}>
        <div>
          <h2 id="answer" tabIndex={-1}>
            {t('answer', { count: answer.counts.asked })}
          </h2>
          <p role="status" className="quiet">
            {t('answer.counts', { ...answer.counts, day: day(answer.asOf) })}
          </p>
        </div>
        <div className={classes.actions}>
          <Button variant="default" onClick={onAgain}>
            {t('again')}
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button leftSection={<IconDownload size={16} aria-hidden />} loading={save.isPending}>
                {t('export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(['csv', 'xlsx', 'json'] as const).map((format) => (
                <Menu.Item key={format} onClick={() => save.mutate(format)}>
                  {t(`export.${format}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <ProblemText error={save.error} />
      <FoundTable answer={answer} />
      <p className="quiet">{t('none.meaning')}</p>
    </section>
  )
}

export function Page() {
  const t = useMessages('lookup')
  const times = useTimes()
  const [text, setText] = useState('')
  const look = useMutation({
    mutationFn: (asked: Asked): Promise<Answer> =>
      'text' in asked
        ? api.lookUpNames({ text: asked.text, ...times })
        : upload('lookUpFile', { filename: asked.file.name, ...times }, asked.file),
  })
  const count = linesOf(text)
  const isTooMany = count > MOST
  return (
    <Frame>
      <PageHeading title={t('title')} lead={t('lead')} />
      {look.data !== undefined ? (
        <Answered answer={look.data} onAgain={() => look.reset()} />
      ) : (
        <div className={classes.ask}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (count > 0 && !isTooMany) look.mutate({ text })
            }}>
            <Textarea
              label={t('names')}
              description={t('names.meaning')}
              autosize
              minRows={8}
              maxRows={18}
              value={text}
              placeholder={EXAMPLE}
              spellCheck={false}
              onChange={(event) => setText(event.currentTarget.value)}
              error={isTooMany ? t('names.too-many', { count, most: MOST }) : undefined}
            />
            <div className={classes.row}>
              <Button type="submit" loading={look.isPending} disabled={count === 0 || isTooMany}>
                {count === 0 ? t('go') : t('go.count', { count })}
              </Button>
              <Button variant="subtle" onClick={() => setText(EXAMPLE)}>
                {t('example')}
              </Button>
            </div>
          </form>
          <FileDrop
            label={t('file')}
            accept=".csv,.xlsx,.txt"
            isBusy={look.isPending}
            onFile={(file) => look.mutate({ file })}>
            <p>{t('file.meaning', { most: MOST })}</p>
          </FileDrop>
          <ProblemText error={look.error} />
          <section className={classes.teach} aria-labelledby="teach">
            <h2 id="teach">{t('teach.title')}</h2>
            <ul>
              <li>{t('teach.names')}</li>
              <li>{t('teach.brands')}</li>
              <li>{t('teach.country')}</li>
              <li>{t('teach.possible')}</li>
            </ul>
            <p>
              <strong>{t('private')}</strong> {t('private.meaning')}
            </p>
          </section>
        </div>
      )}
    </Frame>
  )
}
