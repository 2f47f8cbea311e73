// The evidence of one criterion in a case: what is linked and whether it still holds, and the way to link more.
import { ActionIcon, Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { CauseNote, LayerMark, StateMark } from './evidence-words.tsx'
import classes from './evidence.module.css'

type Linked = Result<'listCaseEvidence'>['items'][number]
type Props = { readonly caseId: string; readonly standard: string; readonly criterion: string; readonly isReadOnly?: boolean; readonly onChange?: () => void }

/** What reads evidence of a case is read anew. */
function useRefresh(onChange?: () => void): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await Promise.all(['listCaseEvidence', 'listEvidence', 'getEvidence', 'listLeanings', 'getWorkbook'].map((name) => queries.invalidateQueries({ queryKey: [name] })))
    onChange?.()
  }
}

function LinkedItem({ caseId, one, isReadOnly, onDone }: { readonly caseId: string; readonly one: Linked; readonly isReadOnly: boolean; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const { evidence, cause } = one
  const unlink = useMutation({ mutationFn: () => api.unlinkEvidence({ caseId, linkId: one.linkId }), onSuccess: onDone })
  const replace = useMutation({
    mutationFn: async (successorId: string) => {
      await api.linkEvidence({ caseId, evidenceId: successorId, standard: one.standard, criterion: one.criterion })
      if (!one.isRated) await api.unlinkEvidence({ caseId, linkId: one.linkId })
    },
    onSuccess: onDone,
  })
  return (
    <li className={classes.linked} data-cause={cause === null ? undefined : ''}>
      <div className={classes.linkedHead}>
        <Link to="/evidence/$evidenceId" params={{ evidenceId: evidence.evidenceId }}>
          {evidence.title}
        </Link>
        {isReadOnly || one.isRated ? null : (
          <ActionIcon variant="subtle" color="gray" size={28} loading={unlink.isPending} aria-label={t('picker.unlink', { title: evidence.title })} onClick={() => unlink.mutate()}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <div className={classes.marks}>
        <StateMark item={evidence} />
        <LayerMark layer={evidence.layer} />
        {one.isRated ? <span className="quiet">{t('picker.rated')}</span> : null}
      </div>
      {cause === null ? null : <CauseNote cause={cause} />}
      {cause?.supersededBy === undefined || cause.supersededBy === null || isReadOnly ? null : (
        <Button size="xs" variant="default" loading={replace.isPending} onClick={() => replace.mutate(cause.supersededBy!)}>
          {t('picker.use-successor')}
        </Button>
      )}
      <ProblemText error={unlink.error ?? replace.error} />
    </li>
  )
}

const Dialog = lazy(async () => ({ default: (await import('./evidence-picker-dialog.tsx')).EvidencePickerDialog }))

export function EvidencePicker({ caseId, standard, criterion, isReadOnly = false, onChange }: Props) {
  const t = useMessages('evidence')
  const { list } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const refresh = useRefresh(onChange)
  const read = useLooseRead('listCaseEvidence', { caseId, standard, criterion })
  const items = (read.data?.items ?? []).filter((one) => one.standard === standard && one.criterion === criterion)
  const unsound = items.filter(({ cause }) => cause !== null).map(({ evidence }) => evidence.title)
  const parts = { caseId, standard, criterion }
  return (
    <section aria-label={t('picker.label')} className={classes.picker}>
      <ProblemText error={read.error} />
      {unsound.length === 0 ? null : <p className="visually-hidden">{t('picker.unsound', { titles: list(unsound) })}</p>}
      {items.length === 0 ? (
        <p className="quiet">{t(read.data === undefined ? 'loading' : 'picker.empty')}</p>
      ) : (
        <ul className={classes.linkedList}>
          {items.map((one) => (
            <LinkedItem key={one.linkId} caseId={caseId} one={one} isReadOnly={isReadOnly} onDone={refresh} />
          ))}
        </ul>
      )}
      {isReadOnly ? null : (
        <Button size="sm" variant="default" leftSection={<IconPaperclip size={16} aria-hidden />} onClick={() => setOpen(true)}>
          {t('picker.add')}
        </Button>
      )}
      {isOpen ? (
        <Suspense fallback={null}>
          <Dialog {...parts} linked={new Set(items.map(({ evidence }) => evidence.evidenceId))} onDone={refresh} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </section>
  )
}
