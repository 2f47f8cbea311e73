// Why the server refused, at the place where it was asked: the refusal, and each fault by its field.
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import { RefusalText } from './refusal-text.tsx'
import classes from './problem-text.module.css'

const MOST_FAULTS = 20

export function ProblemText({ error }: { readonly error: Error | null }) {
  const t = useMessages('shell')
  if (error === null) return null
  const problem = error instanceof Problem ? error : undefined
  const { detail, title, status, errors: faults = [] } = problem?.body ?? {}
  return (
    <div role="alert" className={classes.problem}>
      <p>
        {problem === undefined || detail === undefined ? (
          t(status === 0 ? 'failed.unreachable.meaning' : 'failed.meaning')
        ) : (
          <RefusalText refusal={{ code: problem.code, detail, title }} />
        )}
      </p>
      {faults.length === 0 ? null : (
        <ul>
          {faults.slice(0, MOST_FAULTS).map((fault, index) => (
            <li key={index}>
              <span className="numeric">{fault.pointer.replace(/^\//, '')}</span>: <span lang="en">{fault.detail}</span>
            </li>
          ))}
          {faults.length > MOST_FAULTS ? <li>+{faults.length - MOST_FAULTS}</li> : null}
        </ul>
      )}
    </div>
  )
}
