// One row: what it says, what is wrong with it and how that would be mended, which sites it may mean, and the decision.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { Candidates } from './candidates.tsx'
import { MergeForm } from './merge-form.tsx'
import { RowCells } from './row-cells.tsx'
import { RowProblems } from './row-problems.tsx'
import type { Row } from './use-rows.ts'
import classes from './imports.module.css'

export type RowActions = {
  readonly match: () => void
  readonly create: () => void
  readonly reject: () => void
  readonly merge: () => void
  readonly reopen: () => void
}
type Decision = Omit<InputFor<'decideImportRow'>, 'importId' | 'line'>
type Props = {
  readonly importId: string
  readonly row: Row
  readonly title: string | undefined
  readonly isLocked: boolean
  readonly actions: (own: RowActions) => void
  readonly onDecided: (row: Row) => void
}

function Summary({ row }: { readonly row: Row }) {
  const t = useMessages('imports')
  const words = useWords()
  const { degrees } = useFormat()
  const { clean } = row
  if (clean === null)
    return (
      <p>
        {row.cells
          .filter(({ text }) => text !== '')
          .slice(0, 4)
          .map(({ text }) => text)
          .join(' · ')}
      </p>
    )
  return (
    <p>
      <strong>{clean.name}</strong>
      {clean.isNameComposed ? <span className="quiet"> ({t('row.composed')})</span> : null}{' '}
      <span className="quiet">
        {[
          clean.place,
          words.country(clean.country),
          clean.types.map(words.type).join(', '),
          clean.operator,
          clean.position === undefined ? undefined : degrees(clean.position.latitude, clean.position.longitude),
        ]
          .filter((part) => part !== undefined && part !== '')
          .join(' · ')}
      </span>
    </p>
  )
}

function State({ row }: { readonly row: Row }) {
  const t = useMessages('imports')
  const id = row.publishedSiteId ?? row.siteId
  return (
    <span className={classes.state} data-state={row.state}>
      {t(`row.${row.state}`)}
      {row.decidedBy === 'person' ? ` (${t('row.by-person')})` : ''}
      {row.joinsLine === null ? null : ` ${t('row.joins', { line: row.joinsLine })}`}
      {id === null ? null : (
        <>
          {' '}
          <Link to="/sites/$siteId" params={{ siteId: id }}>
            {id}
          </Link>
        </>
      )}
      {row.publishedSiteId === null ? null : ` · ${t('row.published')}`}
    </span>
  )
}

type BarProps = {
  readonly acts: RowActions
  readonly canMatch: boolean
  readonly canReopen: boolean
  readonly isBusy: boolean
}

function ActionBar({ acts, canMatch, canReopen, isBusy }: BarProps) {
  const t = useMessages('imports')
  return (
    <div className={classes.acts}>
      <Button size="xs" onClick={acts.match} disabled={!canMatch} loading={isBusy}>
        1 · {t('act.match')}
      </Button>
      <Button size="xs" variant="default" onClick={acts.create}>
        2 · {t('act.new')}
      </Button>
      <Button size="xs" variant="default" onClick={acts.reject}>
        3 · {t('act.reject')}
      </Button>
      <Button size="xs" variant="default" onClick={acts.merge}>
        4 · {t('act.merge')}
      </Button>
      {canReopen ? (
        <Button size="xs" variant="subtle" onClick={acts.reopen}>
          u · {t('act.reopen')}
        </Button>
      ) : null}
    </div>
  )
}

export function RowCard({ importId, row, title, isLocked, actions, onDecided }: Props) {
  const t = useMessages('imports')
  const [chosen, setChosen] = useState<string>()
  const [isMerging, setMerging] = useState(false)
  const decide = useMutation({
    mutationFn: (decision: Decision) => api.decideImportRow({ importId, line: row.line, ...decision }),
    onSuccess: (decided) => {
      setMerging(false)
      onDecided(decided)
    },
  })
  const best = chosen ?? row.siteId ?? row.candidates[0]?.siteId
  const isDone = isLocked || row.publishedSiteId !== null
  const act = (decision: Decision | undefined) => {
    if (!isDone && decision !== undefined) decide.mutate(decision)
  }
  const acts: RowActions = {
    match: () => act(best === undefined ? undefined : { decision: 'match', siteId: best }),
    create: () => act({ decision: 'new' }),
    reject: () => act({ decision: 'reject' }),
    merge: () => setMerging(!isDone),
    reopen: () => act({ decision: 'undecided' }),
  }
  actions(acts)
  return (
    <article>
      <div className={classes.rowHead}>
        <span className="quiet numeric">
          {t('row.line', { line: row.line })}
          {title === undefined ? '' : ` · ${title}`}
        </span>
        <State row={row} />
      </div>
      <Summary row={row} />
      <RowProblems
        problems={row.problems}
        isLocked={isDone}
        onApply={(corrections) =>
          decide.mutate({ decision: 'undecided', corrections: { ...row.corrections, ...corrections } })
        }
      />
      <Candidates
        candidates={row.candidates}
        chosen={best}
        onChoose={setChosen}
        name={`${importId}-${row.line}`}
        isLocked={isDone}
      />
      {isMerging ? (
        <MergeForm
          row={row}
          first={best}
          isBusy={decide.isPending}
          onCancel={() => setMerging(false)}
          onMerge={(siteId, mergedSiteId) => decide.mutate({ decision: 'merge', siteId, mergedSiteId })}
        />
      ) : null}
      <ProblemText error={decide.error} />
      {isDone ? null : (
        <ActionBar
          acts={acts}
          canMatch={best !== undefined}
          canReopen={row.decidedBy === 'person'}
          isBusy={decide.isPending}
        />
      )}
      <RowCells
        row={row}
        isLocked={isDone}
        isBusy={decide.isPending}
        onCorrect={(corrections) => decide.mutate({ decision: 'undecided', corrections })}
      />
    </article>
  )
}
