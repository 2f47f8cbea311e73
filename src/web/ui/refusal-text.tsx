// A refusal as a person reads it: what it is, in their language, and beneath it the detail, which is English because it
// carries numbers and names (WCAG 2.2, 3.1.2). A problem brings its title; a refusal inside an answer brings its code.
import { Suspense } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import classes from './refusal-text.module.css'

export type RefusalShown = { readonly code: string; readonly detail: string; readonly title?: string | undefined }

/** The catalogue is fetched when the first refusal is shown: no page carries it before. */
function TitleOf({ code }: { readonly code: string }) {
  const t = useMessages('problem')
  return t.has(code) ? <span className={classes.title}>{t(code)}</span> : null
}

export function RefusalText({ refusal: { code, detail, title } }: { readonly refusal: RefusalShown }) {
  return (
    <span className={classes.refusal}>
      {title === undefined ? (
        <Suspense fallback={null}>
          <TitleOf code={code} />
        </Suspense>
      ) : (
        <span className={classes.title}>{title}</span>
      )}
      {detail === title ? null : (
        <span className={classes.detail} lang="en">
          {detail}
        </span>
      )}
    </span>
  )
}
