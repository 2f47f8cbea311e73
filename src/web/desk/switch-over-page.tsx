// A switch-over: choose the workbook, see every fault and every due day that differs, say which holds, take all over.
import { Button, FileInput, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, linkTo, upload, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './desk.module.css'

type Reading = Result<'previewSwitchOver'>
type Choice = 'keep' | 'computed'
type Choices = Readonly<Record<string, Choice>>
const nameOf = ({ key, clock }: { readonly key: string; readonly clock: string }): string => `${key}\n${clock}`

function ProblemTable({ label, problems }: { readonly label: string; readonly problems: Reading['problems'] }) {
  const t = useMessages('switch-over')
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          {(['place', 'column', 'problem', 'remedy'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`col.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {problems.slice(0, 300).map((one) => (
          <tr key={`${one.sheet} ${one.row} ${one.column} ${one.code} ${one.detail}`}>
            <th scope="row">{t('place', { sheet: one.sheet, row: one.row })}</th>
            <td>{one.column ?? '–'}</td>
            <td>{one.detail}</td>
            <td>{one.remedy}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** Faults stand open; what does not stand in the way can be unfolded. */
function Problems({ problems, isBlocking }: { readonly problems: Reading['problems']; readonly isBlocking: boolean }) {
  const t = useMessages('switch-over')
  const list = problems.filter((one) => one.isBlocking === isBlocking)
  if (list.length === 0) return null
  const label = t(isBlocking ? 'problems' : 'notes', { count: list.length })
  return isBlocking ? (
    <section>
      <h2>{label}</h2>
      <ProblemTable label={label} problems={list} />
    </section>
  ) : (
    <details>
      <summary>{label}</summary>
      <ProblemTable label={label} problems={list} />
    </details>
  )
}

function Differences({ differences, choices, onChoose }: { readonly differences: Reading['differences']; readonly choices: Choices; readonly onChoose: (change: Choices) => void }) {
  const t = useMessages('switch-over')
  const { day } = useFormat()
  const clock = (slug: string): string => (t.has(`clock.${slug}`) ? t(`clock.${slug}` as 'clock.other') : slug)
  const all = (choice: Choice) => onChoose(Object.fromEntries(differences.map((one) => [nameOf(one), choice])))
  return (
    <section>
      <h2>{t('differences', { count: differences.length })}</h2>
      {differences.length === 0 ? null : (
        <>
          <p className="quiet">{t('choice.meaning')}</p>
          <Group mb="sm">
            <Button variant="default" onClick={() => all('keep')}>
              {t('choice.all.keep')}
            </Button>
            <Button variant="default" onClick={() => all('computed')}>
              {t('choice.all.computed')}
            </Button>
          </Group>
          <PlainTable label={t('differences', { count: differences.length })}>
            <thead>
              <tr>
                {(['case', 'clock', 'workbook', 'computed', 'choice'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`col.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {differences.map((one) => (
                <tr key={nameOf(one)}>
                  <th scope="row">
                    {one.siteName} <span className="quiet">{one.key}</span>
                  </th>
                  <td>{clock(one.clock)}</td>
                  <td>{day(one.workbook)}</td>
                  <td>{day(one.computed)}</td>
                  <td>
                    <NativeSelect
                      aria-label={t('choice.of', { clock: clock(one.clock), site: one.siteName })}
                      value={choices[nameOf(one)] ?? ''}
                      data={[{ value: '', label: t('choice.none') }, ...(['keep', 'computed'] as const).map((value) => ({ value, label: t(`choice.${value}`) }))]}
                      onChange={(event) => {
                        const { [nameOf(one)]: _, ...others } = choices
                        const { value } = event.currentTarget
                        onChoose(value === '' ? others : { ...others, [nameOf(one)]: value as Choice })
                      }}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </>
      )}
    </section>
  )
}

function Cases({ cases }: { readonly cases: Reading['cases'] }) {
  const t = useMessages('switch-over')
  return (
    <PlainTable label={t('sheet.cases')}>
      <thead>
        <tr>
          {(['case', 'site', 'state', 'standing'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`col.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <tr key={one.key}>
            <th scope="row">{one.key}</th>
            <td>
              {one.siteName} {one.isNewSite ? <span className="quiet">{t('new-site')}</span> : null}
            </td>
            <td>{one.state === null ? '–' : t(`state.${one.state}`)}</td>
            <td>{one.standing === 'changed' ? t('standing.changed', { parts: one.changed.join(', ') }) : t(`standing.${one.standing}`)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Upload({ onDone }: { readonly onDone: () => void }) {
  const t = useMessages('switch-over')
  const [workbook, setWorkbook] = useState<File | null>(null)
  const [files, setFiles] = useState<File | null>(null)
  const [choices, setChoices] = useState<Choices>({})
  const [note, setNote] = useState(t('note.standard'))
  const body = async (): Promise<Blob> => {
    const { packed } = await import('./switch-over-archive.ts')
    return packed(workbook!, files ?? undefined, Object.entries(choices).map(([name, choice]) => { const [key, clock] = name.split('\n'); return { key: key!, clock: clock!, choice } }))
  }
  const checking = useMutation({ mutationFn: async () => upload('previewSwitchOver', {}, await body()) })
  const applying = useMutation({ mutationFn: async () => upload('applySwitchOver', { note: note.trim() }, await body()), onSuccess: onDone })
  const again = (): void => { checking.reset(); applying.reset(); setChoices({}) }
  const reading = checking.data
  const count = (standing: string): number => reading?.cases.filter((one) => one.standing === standing).length ?? 0
  const isOpen = reading === undefined || reading.problems.some(({ isBlocking }) => isBlocking) || reading.differences.some((one) => choices[nameOf(one)] === undefined)
  return (
    <>
      <form onSubmit={(event) => { event.preventDefault(); checking.mutate() }}>
        <Group align="end">
          <FileInput label={t('workbook')} accept=".xlsx" required clearable miw={240} value={workbook} onChange={(file) => { setWorkbook(file); again() }} />
          <FileInput label={t('archive')} accept=".zip" clearable miw={240} value={files} onChange={(file) => { setFiles(file); again() }} />
          <Button type="submit" loading={checking.isPending} disabled={workbook === null}>
            {t('check')}
          </Button>
          <a href={linkTo('getSwitchOverTemplate', {})}>{t('template')}</a>
        </Group>
        <p className="quiet">{t('check.meaning')}</p>
      </form>
      <ProblemText error={checking.error} />
      {reading === undefined || applying.isSuccess ? null : (
        <>
          <p role="status">
            <strong>{t('counts', { fresh: count('new'), known: count('known'), changed: count('changed'), blocked: count('blocked') })}</strong>{' '}
            {reading.files.named === 0 ? '' : t('files', reading.files)}
          </p>
          <Problems problems={reading.problems} isBlocking />
          <Differences differences={reading.differences} choices={choices} onChoose={setChoices} />
          <Problems problems={reading.problems} isBlocking={false} />
          <Cases cases={reading.cases} />
          <TextInput label={t('note')} required maxLength={500} mt="md" value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <p className="quiet">{t('apply.meaning')}</p>
          <ProblemText error={applying.error} />
          <Button loading={applying.isPending} disabled={isOpen || count('new') === 0 || note.trim() === ''} onClick={() => applying.mutate()}>
            {t('apply', { count: count('new') })}
          </Button>
        </>
      )}
      {applying.data === undefined ? null : <p role="status">{t('applied', { count: applying.data.created })}</p>}
    </>
  )
}

function Undo({ switchOverId, onDone }: { readonly switchOverId: string; readonly onDone: () => void }) {
  const t = useMessages('switch-over')
  const [reason, setReason] = useState('')
  const undoing = useMutation({ mutationFn: () => api.undoSwitchOver({ switchOverId, reason: reason.trim() }), onSuccess: onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); undoing.mutate() }}>
      <Group align="end">
        <TextInput label={t('undo.reason')} description={t('undo.meaning')} required maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={undoing.isPending} disabled={reason.trim() === ''}>
          {t('undo')}
        </Button>
      </Group>
      <ProblemText error={undoing.error} />
    </form>
  )
}

function SwitchOvers() {
  const t = useMessages('switch-over')
  const { day } = useFormat()
  const queries = useQueryClient()
  const past = useLooseRead('listSwitchOvers', {})
  const again = () => void queries.invalidateQueries({ queryKey: ['listSwitchOvers'] })
  return (
    <>
      <Upload onDone={again} />
      <h2>{t('past')}</h2>
      <ProblemText error={past.error} />
      {past.data === undefined ? null : past.data.items.length === 0 ? (
        <p className="quiet">{t('past.none')}</p>
      ) : (
        <ul className={classes.entries}>
          {past.data.items.map((one) => (
            <li key={one.switchOverId}>
              <p>
                <strong>{day(one.appliedAt.slice(0, 10))}</strong> {t('past.line', { count: one.cases.length, kept: one.kept })} <span className="quiet">{one.note}</span>
              </p>
              {one.isUndone ? <p>{t('undone', { reason: one.undoReason ?? '' })}</p> : (
                <>
                  <p>
                    {one.cases.slice(0, 40).map(({ caseId, key, siteName }, index) => (
                      <span key={caseId}>
                        {index === 0 ? '' : ', '}
                        <Link to="/cases/$caseId" params={{ caseId }}>{`${siteName} (${key})`}</Link>
                      </span>
                    ))}
                  </p>
                  <Undo switchOverId={one.switchOverId} onDone={again} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('switch-over')
  return (
    <Frame>
      <PageHeading title={t('title')} lead={t('lead')} actions={<Link to="/desk/case-files">{t('case-file.title')}</Link>} />
      <NeedsAccount roles={['operator']}>
        <SwitchOvers />
      </NeedsAccount>
    </Frame>
  )
}
