// What the pages of review, decision and awards share: an act with its reads, the words of a standard, an outcome as word
// and shape, and a form that asks for one text.
import { Button, Stack, Textarea } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { actRereading } from '../api/act.ts'
import type { Result } from '../api/client.ts'
import { readOptions } from '../api/reads.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './decision.module.css'

export const useAct = actRereading()

type Under = { readonly standard: string; readonly standardVersion: string }
type Standard = Result<'getStandard'>
const titleIn = (all: readonly { slug: string; title: string }[] | undefined, slug: string): string => all?.find((one) => one.slug === slug)?.title ?? slug

/** Titles of criteria, levels, marks and clocks in the reader's language; the slug until they are there. */
export function useStandardWords(standards: readonly Under[]) {
  const language = useLanguage()
  const read = useQueries({ queries: standards.map(({ standard, standardVersion }) => readOptions('getStandard', { standard, version: standardVersion, language }, language)) })
  const of = (standard: string): Standard | undefined => read[standards.findIndex((one) => one.standard === standard)]?.data as Standard | undefined
  return {
    of,
    criterion: (standard: string, slug: string): string => {
      const one = of(standard)?.criteria.find((criterion) => criterion.slug === slug)
      return one === undefined ? slug : `${one.number} ${one.title}`
    },
    level: (standard: string, slug: string): string => titleIn(of(standard)?.ratingScale.levels, slug),
    mark: (standard: string, slug: string | null): string => slug === null ? of(standard)?.title ?? standard : titleIn(of(standard)?.marks, slug),
    clock: (slug: string): string => {
      for (const { standard } of standards) {
        const found = of(standard)?.clocks.find((clock) => clock.slug === slug)
        if (found !== undefined) return found.title
      }
      return slug
    },
    levels: (standard: string): readonly string[] => of(standard)?.ratingScale.levels.map(({ slug }) => slug) ?? [],
  }
}
export type StandardWords = ReturnType<typeof useStandardWords>

export function CriterionLink({ under, criterion, words }: { readonly under: Under; readonly criterion: string; readonly words: StandardWords }) {
  return (
    <Link to="/standards/$standard/$version/$criterion" params={{ standard: under.standard, version: under.standardVersion, criterion }}>
      {words.criterion(under.standard, criterion)}
    </Link>
  )
}

type Outcome = 'awarded' | 'conditional' | 'not-awarded' | 'undetermined'

/** A word and a shape, never a colour alone. */
export function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  const t = useMessages('decision')
  return (
    <span className={classes.outcome} data-outcome={outcome}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden>
        {outcome === 'undetermined' ? (
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.75" strokeDasharray="2 2" />
        ) : (
          <circle cx="8" cy="8" r="6" fill={outcome === 'awarded' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.75" />
        )}
        {outcome === 'conditional' ? <path d="M3.5 10.5 10.5 3.5M5 13 13 5" stroke="currentColor" strokeWidth="1.3" /> : null}
        {outcome === 'not-awarded' ? <path d="M4 8h8" stroke="currentColor" strokeWidth="2" /> : null}
      </svg>
      {t(`outcome.${outcome}`)}
    </span>
  )
}

type TextFormProps = {
  readonly label: string
  readonly meaning?: string | undefined
  readonly button: string
  readonly isOptional?: boolean
  readonly variant?: 'filled' | 'default'
  readonly act: (text: string) => Promise<unknown>
  readonly children?: ReactNode
}

/** Asks for one text and does one thing with it. What was typed stays until it was done. */
export function TextForm({ label, meaning, button, isOptional = false, variant = 'filled', act, children }: TextFormProps) {
  const [text, setText] = useState('')
  const doing = useAct(act, () => setText(''))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        doing.mutate(text.trim())
      }}>
      <Stack gap="sm">
        {children}
        <Textarea label={label} description={meaning} required={!isOptional} autosize minRows={2} maxLength={4000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <ProblemText error={doing.error} />
        <Button type="submit" variant={variant} loading={doing.isPending} disabled={!isOptional && text.trim() === ''} className={classes.submit}>
          {button}
        </Button>
      </Stack>
    </form>
  )
}

/** A button that does one thing, with its problem beside it. */
export function ActButton({ label, variant = 'default', act }: { readonly label: string; readonly variant?: 'filled' | 'default'; readonly act: () => Promise<unknown> }) {
  const doing = useAct<void, unknown>(act)
  return (
    <>
      <Button size="sm" variant={variant} loading={doing.isPending} onClick={() => doing.mutate()}>
        {label}
      </Button>
      <ProblemText error={doing.error} />
    </>
  )
}

export const Waiting = ({ error }: { readonly error: Error | null }) => {
  const t = useMessages('decision')
  return error === null ? (
    <p role="status" className="quiet">
      {t('loading')}
    </p>
  ) : (
    <ProblemText error={error} />
  )
}
