// What only some events need said: how the metal travelled, and the papers that go with it.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import classes from './custody.module.css'
import { MODES, type Draft, type LegDraft, type PaperDraft } from './event-draft.ts'
import { PAPERS } from './quantities.ts'
import type { Wrong } from './record-fields.tsx'

type Props = { readonly draft: Draft; readonly wrong: Wrong; readonly put: (more: Partial<Draft>) => void }
const changed = <T,>(list: readonly T[], index: number, more: Partial<T>): T[] => list.map((one, i) => i === index ? { ...one, ...more } : one)
const firstLeg: LegDraft = { mode: 'road', km: '' }
const firstPaper: PaperDraft = { kind: 'bill-of-lading', ref: '' }

export function Legs({ draft, wrong, put }: Props) {
  const t = useMessages('custody')
  const legs = draft.legs.length === 0 ? [firstLeg] : draft.legs
  const set = (index: number, more: Partial<LegDraft>) => put({ legs: changed(legs, index, more) })
  return (
    <details open={draft.legs.length > 0}>
      <summary>{t('legs')}</summary>
      {legs.map((leg, i) => (
        <div key={i} className={classes.row}>
          <NativeSelect label={t('leg.mode')} value={leg.mode} data={MODES.map((one) => ({ value: one, label: t(`leg.${one}`) }))} onChange={(event) => set(i, { mode: event.currentTarget.value })} />
          <TextInput label={t('leg.km')} inputMode="decimal" value={leg.km} error={wrong(`/legs/${i}/km`)} onChange={(event) => set(i, { km: event.currentTarget.value })} />
        </div>
      ))}
      <Button size="xs" variant="default" onClick={() => put({ legs: [...legs, firstLeg] })}>{t('leg.add')}</Button>
    </details>
  )
}

export function EventPapers({ draft, wrong, put }: Props) {
  const t = useMessages('custody')
  const papers = draft.papers.length === 0 ? [firstPaper] : draft.papers
  const set = (index: number, more: Partial<PaperDraft>) => put({ papers: changed(papers, index, more) })
  return (
    <details open={draft.papers.length > 0}>
      <summary>{t('papers.of-event')}</summary>
      {papers.map((paper, i) => (
        <div key={i} className={classes.row}>
          <NativeSelect label={t('papers.kind')} value={paper.kind} data={PAPERS.map((one) => ({ value: one, label: t(`paper.${one}`) }))} onChange={(event) => set(i, { kind: event.currentTarget.value })} />
          <TextInput label={t('papers.ref')} maxLength={120} value={paper.ref} error={wrong(`/documents/${i}/ref`)} onChange={(event) => set(i, { ref: event.currentTarget.value })} />
        </div>
      ))}
      <Button size="xs" variant="default" onClick={() => put({ papers: [...papers, firstPaper] })}>{t('papers.add')}</Button>
    </details>
  )
}
