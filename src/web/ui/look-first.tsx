// A change that is looked at before it is made: the form asks what it would do, the answer is shown, and only what was looked
// at is saved. A field that changes afterwards takes the answer out of sight.
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemText } from './problem-text.tsx'
import classes from './look-first.module.css'

type Props<I, R, S> = {
  /** As the fields say it now. */
  readonly asked: I
  readonly look: (asked: I) => Promise<R>
  readonly save: (asked: I) => Promise<S>
  /** When every screen has been read anew. */
  readonly onSaved?: (answer: S) => void
  readonly labels: { readonly look: string; readonly save: string }
  readonly isReady?: boolean
  /** What the look found allows it. */
  readonly maySave?: (found: R) => boolean
  readonly shown: (found: R) => ReactNode
  readonly children: ReactNode
}

export function LookFirst<I, R, S>({ asked, look, save, onSaved, labels, isReady = true, maySave = () => true, shown, children }: Props<I, R, S>) {
  const queries = useQueryClient()
  const looked = useMutation({ mutationFn: look })
  const saved = useMutation({
    mutationFn: save,
    onSuccess: async (answer) => {
      await queries.invalidateQueries()
      onSaved?.(answer)
    },
  })
  const isOfNow = JSON.stringify(looked.variables) === JSON.stringify(asked)
  const found = isOfNow ? looked.data : undefined
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        saved.reset()
        looked.mutate(asked)
      }}>
      {children}
      <div>
        <Button type="submit" variant="default" loading={looked.isPending} disabled={!isReady}>
          {labels.look}
        </Button>
      </div>
      <ProblemText error={isOfNow ? looked.error : null} />
      <div role="status">
        {found === undefined ? null : (
          <div className={classes.form}>
            {shown(found)}
            <div>
              <Button type="button" loading={saved.isPending} disabled={!maySave(found)} onClick={() => saved.mutate(asked)}>
                {labels.save}
              </Button>
            </div>
            <ProblemText error={saved.error} />
          </div>
        )}
      </div>
    </form>
  )
}
