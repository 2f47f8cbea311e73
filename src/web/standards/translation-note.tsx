// In which language the words of a standard stand, and whether someone who knows the field has read the translation.
import { useMessages } from '../messages/use-messages.ts'
import classes from './standards.module.css'

type Props = {
  readonly language: string
  readonly isReviewed: boolean
  readonly languages: readonly { readonly language: string; readonly isReviewed: boolean }[]
}

export function TranslationNote({ language, isReviewed, languages }: Props) {
  const t = useMessages('standards')
  const name = (tag: string): string => new Intl.DisplayNames(t.language, { type: 'language' }).of(tag) ?? tag
  const source = languages[0]?.language
  if (language === source && language === t.language) return null
  const text =
    language !== t.language
      ? t('translation.missing', { language: name(t.language), shown: name(language) })
      : isReviewed
        ? t('translation.reviewed', { language: name(language) })
        : t('translation.unreviewed', { language: name(language), source: name(source ?? 'en') })
  return (
    <p className={classes.translation} role="note">
      {text}
    </p>
  )
}
