// Which languages there are: four come with Cupel, an operator can add packs. A pack nobody of the language has reviewed
// says so on every page that uses it.
import { useQuery } from '@tanstack/react-query'

export type Language = { readonly tag: string; readonly name: string; readonly isReviewed: boolean }

const BUNDLED: readonly Language[] = [
  { tag: 'en', name: 'English', isReviewed: true },
  { tag: 'es', name: 'Español', isReviewed: false },
  { tag: 'fr', name: 'Français', isReviewed: false },
  { tag: 'zh', name: '中文', isReviewed: false },
]

type Listed = { readonly tag: string; readonly name: string; readonly reviewed: boolean }

async function fetchLanguages(): Promise<readonly Language[]> {
  const response = await fetch('/languages')
  if (!response.ok) return BUNDLED
  const listed = (await response.json()) as { readonly items: readonly Listed[] } | readonly Listed[]
  const items = 'items' in listed ? listed.items : listed
  return items.map(({ tag, name, reviewed }) => ({ tag, name, isReviewed: reviewed }))
}

export function useLanguages(): readonly Language[] {
  const { data } = useQuery({
    queryKey: ['languages'],
    queryFn: fetchLanguages,
    staleTime: Infinity,
    placeholderData: BUNDLED,
  })
  return data ?? BUNDLED
}
