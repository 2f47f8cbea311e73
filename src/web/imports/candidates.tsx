// The sites a row may mean, best first, each with its score and the reasons for and against.
import { Radio } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { useWords } from '../ui/words.ts'
import type { Row } from './use-rows.ts'
import classes from './imports.module.css'

type Props = {
  readonly candidates: Row['candidates']
  readonly chosen: string | undefined
  readonly onChoose: (siteId: string) => void
  readonly name: string
  readonly isLocked: boolean
}

export function Candidates({ candidates, chosen, onChoose, name, isLocked }: Props) {
  const t = useMessages('imports')
  const words = useWords()
  const { percent, kilometres } = useFormat()
  if (candidates.length === 0) return null
  return (
    <fieldset className={classes.candidates}>
      <legend>{t('candidates', { count: candidates.length })}</legend>
      {candidates.map((one) => (
        <div key={one.siteId} className={classes.candidate}>
          <Radio
            name={name}
            value={one.siteId}
            checked={chosen === one.siteId}
            disabled={isLocked}
            onChange={() => onChoose(one.siteId)}
            label={
              <>
                {one.siteName}, {words.country(one.country)}{' '}
                <span className="quiet numeric">
                  {percent(one.score, 0)}
                  {one.distanceKm === null ? '' : ` · ${kilometres(one.distanceKm)}`}
                </span>
              </>
            }
          />
          <ul>
            {one.reasons.map((reason, index) => (
              <li key={index} title={reason.detail}>
                {t(`reason.${reason.code}`)}
              </li>
            ))}
          </ul>
          <a
            href={`/sites/${one.siteId}`}
            target="_blank"
            rel="noreferrer"
            aria-label={t('candidate.open', { name: one.siteName })}>
            {one.siteId}
          </a>
        </div>
      ))}
    </fieldset>
  )
}
