// The same document in the other languages there are.
import { useMessages } from '../messages/use-messages.ts'

const LANGUAGES = { en: 'English', es: 'Español', zh: '中文', fr: 'Français' } as const

export function OtherLanguages({ hrefOf }: { readonly hrefOf: (language: keyof typeof LANGUAGES) => string }) {
  const t = useMessages('published')
  const others = (Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]).filter((language) => language !== t.language)
  return (
    <>
      <span className="quiet no-print">{t('document.languages')}</span>
      {others.map((language) => (
        <a key={language} className="no-print" href={hrefOf(language)} hrefLang={language} lang={language}>
          {LANGUAGES[language]}
        </a>
      ))}
    </>
  )
}
