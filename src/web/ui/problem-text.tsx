// Why the server refused, at the place where it was asked: its words, and each fault by its field.
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './problem-text.module.css'

const MOST_FAULTS = 20

export function ProblemText({ error }: { readonly error: Error | null }) {
  const t = useMessages('shell')
  if (error === null) return null
  const problem = error instanceof Problem ? error : undefined
  const text =
    problem === undefined
      ? t('failed.meaning')
      : problem.body.status === 0
        ? t('failed.unreachable.meaning')
        : problem.message
  const faults = problem?.body.errors ?? []
  return (
    <div role="alert" className={classes.problem}>
      <p>{text}</p>
      {faults.length === 0 ? null : (
        <ul>
          {faults.slice(0, MOST_FAULTS).map((fault, index) => (
            <li key={index}>
              <span className="numeric">{fault.pointer.replace(/^\//, '')}</span>: {fault.detail}
            </li>
          ))}
          {faults.length > MOST_FAULTS ? <li>+{faults.length - MOST_FAULTS}</li> : null}
        </ul>
      )}
    </div>
  )
}
