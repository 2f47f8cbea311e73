// What a case is about: site, participant, standards and marks, letter, cycle.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { useWords } from '../ui/words.ts'
import type { CaseOfView } from './case-frame.tsx'

function LetterFact({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const words =
    one.letterSignedOn !== null
      ? t('about.letter.signed', { day: day(one.letterSignedOn) })
      : one.state === 'eligible' && one.permits.includes('letter:sign')
        ? t('about.letter.to-sign')
        : t('about.letter.read')
  return (
    <Fact name={t('about.letter')}>
      <Link to={`/cases/${one.caseId}/letter` as '/'}>{words}</Link>
    </Fact>
  )
}

export function CaseAbout({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const words = useWords()
  const isRecorded = one.letterSignedOn !== null || one.previousCaseId !== null
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t('about.title')}</h2>
      <Facts>
        <Fact name={t('about.site')}>
          {isRecorded ? (
            <Link to="/sites/$siteId" params={{ siteId: one.siteId }}>
              {one.siteName}
            </Link>
          ) : (
            one.siteName
          )}{' '}
          <span className="quiet">
            {words.country(one.country)} · <span className="numeric">{one.siteId}</span>
          </span>
        </Fact>
        <Fact name={t('about.participant')}>
          {one.permits.includes('participant:read') && one.state !== 'applied' && one.state !== 'rejected' ? (
            <Link to={`/participants/${one.organisationId}` as '/'}>{one.participantName}</Link>
          ) : (
            one.participantName
          )}
        </Fact>
        <Fact name={t('about.does')}>
          {words.series([...one.siteTypes.map(words.type), ...one.metals.map(words.metal)])}
        </Fact>
        <Fact name={t('about.standards')}>
          {one.namedStandards.map((part) => {
            const title = part.isGoverning ? t('about.governs', { title: part.title }) : part.title
            const marks = part.marks.map((mark) => mark.title).join(', ')
            return <div key={part.standard}>{marks === '' ? title : t('about.marks', { title, marks })}</div>
          })}
        </Fact>
        <LetterFact one={one} />
        {one.cohort === null ? null : <Fact name={t('about.cohort')}>{one.cohort}</Fact>}
        {one.previousCaseId === null ? null : (
          <Fact name={t('about.before')}>
            <Link to={`/cases/${one.previousCaseId}` as '/'}>{t('about.open')}</Link>
          </Fact>
        )}
        {one.nextCaseId === null ? null : (
          <Fact name={t('about.after')}>
            <Link to={`/cases/${one.nextCaseId}` as '/'}>{t('about.open')}</Link>
          </Fact>
        )}
        <Fact name={t('about.number')}>
          <span className="numeric">{one.caseId}</span>
        </Fact>
      </Facts>
    </section>
  )
}
