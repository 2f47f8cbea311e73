// Why a lookup was refused.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const lookupRefusals: RefusalCatalogue = {
  'lookup-empty': {
    kind: 'invalid', title: 'There are no names to look up',
    meaning: 'Send `names`, or `text` with one name a line, or a list with a column of names.',
  },
  'lookup-too-many': {
    kind: 'too-large', title: 'There are too many names',
    meaning: 'One lookup takes up to 500 names. Divide the list; nothing of it is stored between lookups.',
  },
}
