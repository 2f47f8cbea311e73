// What is wrong with a row, error or warning, in which column, and the cells that would mend it, ready to be taken.
import { Button } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import type { Row } from './use-rows.ts'
import classes from './imports.module.css'

type Props = {
  readonly problems: Row['problems']
  readonly isLocked: boolean
  readonly onApply: (corrections: Record<string, string>) => void
}

export function RowProblems({ problems, isLocked, onApply }: Props) {
  const t = useMessages('imports')
  if (problems.length === 0) return null
  return (
    <ul className={classes.problems}>
      {problems.map((problem, index) => (
        <li key={index} data-severity={problem.severity}>
          <strong>
            {t(`severity.${problem.severity}`)}: {t(`problem.${problem.code}`)}
          </strong>
          {problem.column === null ? '' : ` (${problem.column})`}
          <span lang="en" className={classes.small}>
            {problem.detail}
          </span>
          {problem.suggestion === null || isLocked ? null : (
            <span className={classes.suggestion}>
              {Object.entries(problem.suggestion)
                .map(([column, text]) => `${column}: ${text}`)
                .join('; ')}
              <Button size="xs" variant="default" onClick={() => onApply(problem.suggestion ?? {})}>
                {t('problem.apply')}
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
