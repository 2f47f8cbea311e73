// A new version of a standard: what it would hit, which cases change to it, with a look before and a way back.
import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './desk.module.css'

type Impact = Result<'getVersionImpact'>
type Pair = { readonly standard: string; readonly from: string; readonly to: string; readonly title: string }
type Looked = Readonly<Record<string, Result<'previewMigration'> | { readonly error: unknown }>>

function ImpactTable({ rows }: { readonly rows: Impact['rows'] }) {
  const t = useMessages('switch-over')
  const names = (list: Impact['rows'][number]['from']): string => (list.length === 0 ? '–' : list.map(({ number, title }) => `${number} ${title}`).join(', '))
  return (
    <PlainTable label={t('impact')}>
      <thead>
        <tr>
          {(['kind', 'from', 'to', 'cases', 'answers', 'evidence', 'equivalences', 'certificates', 'gaps'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`col.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.kind} ${row.from.map(({ criterion }) => criterion).join()} ${row.to.map(({ criterion }) => criterion).join()}`}>
            <td>{t(`kind.${row.kind}`)}</td>
            <td>{names(row.from)}</td>
            <td>{names(row.to)}</td>
            <td>{row.cases}</td>
            <td>{row.answers}</td>
            <td>{row.evidence}</td>
            <td>{row.equivalenceIds.length}</td>
            <td>{row.certificates}</td>
            <td>{row.gaps}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

const sumOf = (outcome: Result<'previewMigration'>) => ({
  answers: outcome.carried.filter(({ to }) => to !== null).reduce((sum, { answers }) => sum + answers, 0), evidence: outcome.carried.filter(({ to }) => to !== null).reduce((sum, { evidence }) => sum + evidence, 0),
  comments: outcome.carried.filter(({ to }) => to !== null).reduce((sum, { comments }) => sum + comments, 0), gaps: outcome.newGaps.length, conflicts: outcome.conflicts.length,
})

function Migrate({ impact, onDone }: { readonly impact: Impact; readonly onDone: () => void }) {
  const t = useMessages('switch-over')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const [looked, setLooked] = useState<Looked>({})
  const { standard, to } = impact
  const each = async (work: (caseId: string) => Promise<void>): Promise<void> => { for (const caseId of chosen) await work(caseId) }
  const looking = useMutation({
    mutationFn: () => each(async (caseId) => {
      const outcome = await api.previewMigration({ caseId, standard, to }).catch((error: unknown) => ({ error }))
      setLooked((known) => ({ ...known, [caseId]: outcome }))
    }),
  })
  const moving = useMutation({ mutationFn: () => each(async (caseId) => { await api.migrateCase({ caseId, standard, to, reason: reason.trim() }) }), onSettled: onDone, onSuccess: () => setChosen(new Set()) })
  const toggle = (caseId: string, isOn: boolean): void => {
    const next = new Set(chosen)
    if (isOn) next.add(caseId)
    else next.delete(caseId)
    setChosen(next)
  }
  return (
    <section>
      <h2>{t('versions.cases', { count: impact.cases.length, from: impact.from })}</h2>
      <ul className={classes.entries}>
        {impact.cases.map((one) => {
          const outcome = looked[one.caseId]
          return (
            <li key={one.caseId}>
              <Group>
                <Checkbox aria-label={t('choose', { site: one.siteName })} disabled={one.disposition === 'ends-under-its-version' || !impact.isReleased} checked={chosen.has(one.caseId)} onChange={(event) => toggle(one.caseId, event.currentTarget.checked)} />
                <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>
                  {one.siteName}
                </Link>
                <span>{t(`state.${one.state}`)}</span>
                <span className="quiet">{t(`disposition.${one.disposition}`)}</span>
              </Group>
              {outcome === undefined ? null : 'error' in outcome ? <ProblemText error={outcome.error as Error} /> : <p role="status">{t('preview.line', sumOf(outcome))}</p>}
            </li>
          )
        })}
      </ul>
      {impact.cases.length === 0 ? null : (
        <form onSubmit={(event) => { event.preventDefault(); moving.mutate() }}>
          <Group align="end" mt="md">
            <TextInput label={t('migrate.reason')} required maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
            <Button variant="default" loading={looking.isPending} disabled={chosen.size === 0} onClick={() => looking.mutate()}>
              {t('preview')}
            </Button>
            <Button type="submit" loading={moving.isPending} disabled={chosen.size === 0 || reason.trim() === ''}>
              {t('migrate', { count: chosen.size, to })}
            </Button>
          </Group>
          <ProblemText error={moving.error} />
        </form>
      )}
    </section>
  )
}

function Undo({ one, onDone }: { readonly one: Impact['migrations'][number]; readonly onDone: () => void }) {
  const t = useMessages('switch-over')
  const [reason, setReason] = useState('')
  const undoing = useMutation({ mutationFn: () => api.undoMigration({ caseId: one.caseId, migrationId: one.migrationId, reason: reason.trim() }), onSuccess: onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); undoing.mutate() }}>
      <Group align="end">
        <TextInput label={t('undo.reason')} required maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={undoing.isPending} disabled={reason.trim() === ''}>
          {t('undo')}
        </Button>
      </Group>
      <ProblemText error={undoing.error} />
    </form>
  )
}

function ImpactOf({ pair }: { readonly pair: Pair }) {
  const t = useMessages('switch-over')
  const { day } = useFormat()
  const queries = useQueryClient()
  const { data: impact, error } = useLooseRead('getVersionImpact', { standard: pair.standard, from: pair.from, to: pair.to })
  const again = () => void queries.invalidateQueries({ queryKey: ['getVersionImpact'] })
  if (impact === undefined) return error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={error} />
  return (
    <>
      <p>
        {impact.rule === null ? t('versions.no-rule')
          : t('versions.rule', { day: day(impact.rule.newCasesFrom), open: t(`rule.${impact.rule.openCases}`), until: impact.rule.changeUntil === null ? 'none' : day(impact.rule.changeUntil) })}{' '}
        {impact.isReleased ? null : t('versions.draft', { to: impact.to })}
      </p>
      <Migrate key={`${pair.standard} ${pair.to}`} impact={impact} onDone={again} />
      <h2>{t('changed', { to: impact.to })}</h2>
      {impact.migrations.length === 0 ? <p className="quiet">{t('changed.none')}</p> : (
        <ul className={classes.entries}>
          {impact.migrations.map((one) => (
            <li key={one.migrationId}>
              <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>{one.siteName}</Link>{' '}
              <span className="quiet">{t('changed.line', { day: day(one.migratedAt), gaps: one.newGaps, conflicts: one.conflicts })}</span>
              {one.mayUndo ? <Undo one={one} onDone={again} /> : null}
            </li>
          ))}
        </ul>
      )}
      <h2>{t('impact')}</h2>
      <ImpactTable rows={impact.rows} />
    </>
  )
}

function Versions() {
  const t = useMessages('switch-over')
  const standards = useLooseRead('listStandards', { limit: 200 })
  const [chosen, setChosen] = useState(0)
  const pairs: Pair[] = (standards.data?.items ?? []).flatMap((row) => row.predecessor === null ? [] : [{ standard: row.standard, from: row.predecessor, to: row.version, title: row.title }])
  const pair = pairs[chosen]
  if (standards.data === undefined) return <ProblemText error={standards.error} />
  if (pair === undefined) return <p>{t('versions.none')}</p>
  return (
    <>
      <NativeSelect label={t('versions.choose')} maw={520} mb="md" value={String(chosen)} data={pairs.map(({ title, from, to }, index) => ({ value: String(index), label: `${title}: ${from} → ${to}` }))} onChange={(event) => setChosen(Number(event.currentTarget.value))} />
      <ImpactOf pair={pair} />
    </>
  )
}

export function Page() {
  const t = useMessages('switch-over')
  return (
    <Frame>
      <PageHeading title={t('versions.title')} lead={t('versions.lead')} />
      <NeedsAccount roles={['operator']}>
        <Versions />
      </NeedsAccount>
    </Frame>
  )
}
