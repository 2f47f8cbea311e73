// The ways of the metal, the largest first, asked for only when somebody wants them.
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useWords } from '../ui/words.ts'
import { isWithheld, useAnswerWords } from './answer-words.ts'
import classes from './lots.module.css'

type Step = Result<'listLotPaths'>['items'][number]['steps'][number]

function StepWords({ step }: { readonly step: Step }) {
  const t = useMessages('lots')
  const { country } = useWords()
  const { day } = useFormat()
  const { site } = step
  const place = isWithheld(site) ? t('withheld.upstream') : 'siteId' in site ? (site.name ?? site.siteId) : 'country' in site ? country(site.country) : site.region
  return (
    <li>
      {place}
      {isWithheld(step.at) ? null : `, ${day(step.at, 'short')}`}
      {isWithheld(step.event) ? null : ` (${step.event})`}
    </li>
  )
}

export function Ways({ lotId }: { readonly lotId: string }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const [isWanted, setWanted] = useState(false)
  const read = useLoosePages('listLotPaths', { lotId }, 10, isWanted)
  return (
    <section className={classes.section}>
      <h2>{t('paths')}</h2>
      {isWanted ? null : (
        <Button variant="default" onClick={() => setWanted(true)}>
          {t('paths.show')}
        </Button>
      )}
      <ProblemText error={read.error} />
      <ol>
        {(read.items ?? []).map((path, index) => (
          <li key={index}>
            <strong>{words.share(path.share)}</strong> {words.origin(path.origin)}
            <ul>
              {path.steps.map((step, at) => (
                <StepWords key={at} step={step} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <ShowMore of={read} />
    </section>
  )
}
