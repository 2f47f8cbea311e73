// The letter of commitment: the text, what becomes public and what stays private, and the signature, here or on paper.
import { Button, NativeSelect } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { linkTo, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { CaseFrame, type CaseOfView } from './case-frame.tsx'
import { LetterSigning } from './letter-signing.tsx'
import classes from './cases.module.css'

export type Letter = Result<'getLetter'>

function Text({ letter }: { readonly letter: Letter }) {
  const t = useMessages('cases')
  const [language, setLanguage] = useState(letter.language)
  const text = letter.document.texts[language] ?? letter.text
  const names = new Intl.DisplayNames(t.language, { type: 'language' })
  return (
    <>
      <NativeSelect
        className="no-print"
        label={t('letter.language')}
        maw="16rem"
        mb="sm"
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value)}
        data={Object.keys(letter.document.texts).map((value) => ({ value, label: names.of(value) ?? value }))}
      />
      <article className={classes.sheet} lang={language} aria-label={text.title}>
        <h2>{text.title}</h2>
        <p>{text.opening}</p>
        <ol>
          {text.promises.map((promise) => (
            <li key={promise}>{promise}</li>
          ))}
        </ol>
        <p>{text.closing}</p>
      </article>
    </>
  )
}

function Standing({ one, letter }: { readonly one: CaseOfView; readonly letter: Letter }) {
  const t = useMessages('cases')
  const { day, instant } = useFormat()
  return (
    <Facts>
      {letter.signedOn === null || letter.way === null ? null : (
        <Fact name={t('about.letter')}>
          {t('letter.standing.signed', { day: day(letter.signedOn) })}, {t(`letter.way.${letter.way}`)}
        </Fact>
      )}
      {letter.signature === null ? null : (
        <Fact name={t('letter.signatory')}>
          {letter.signature.name}, {letter.signature.role} <span className="quiet">{instant(letter.signature.signedAt)}</span>
        </Fact>
      )}
      {letter.files.length === 0 ? null : (
        <Fact name={t('letter.scan')}>
          {letter.files.map((file) => (
            <div key={file.sha256}>
              <a href={linkTo('getLetterFile', { caseId: one.caseId, fileHash: file.sha256 })} download>
                {file.filename}
              </a>
            </div>
          ))}
        </Fact>
      )}
      {letter.dueOn.length === 0 ? null : (
        <Fact name={t('letter.due')}>
          {letter.signedOn === null ? <div className="quiet">{t('letter.due.if-today')}</div> : null}
          {letter.dueOn.map(({ clock, title, dueOn }) => (
            <div key={clock}>
              {title}: <span className="nowrap">{day(dueOn)}</span>
            </div>
          ))}
        </Fact>
      )}
      {letter.standing === 'not-asked' ? null : (
        <Fact name={t('letter.hash')}>
          <code className={classes.hash}>{letter.documentHash}</code>
          <span className={classes.small}>{t('letter.hash.meaning')}</span>
        </Fact>
      )}
    </Facts>
  )
}

function Whole({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const read = useLooseRead('getLetter', { caseId: one.caseId })
  const letter = read.data
  if (letter === undefined) return <ProblemText error={read.error} />
  const maySign = letter.standing === 'to-sign' && one.permits.includes('letter:sign')
  return (
    <>
      {letter.standing === 'not-yet' || letter.standing === 'not-asked' ? <p role="status">{t(`letter.${letter.standing}`)}</p> : null}
      {letter.standing === 'not-asked' ? null : <Text key={letter.documentHash} letter={letter} />}
      <Standing one={one} letter={letter} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => window.print()}>
          {t('letter.print')}
        </Button>
      </div>
      {maySign ? <LetterSigning one={one} letter={letter} /> : null}
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false })
  return (
    <CaseFrame caseId={caseId ?? ''} tab="letter">
      {(one) => <Whole one={one} />}
    </CaseFrame>
  )
}
