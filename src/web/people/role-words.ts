// A role and what it is held on, in the words of the reader.
import type { Role, Scope } from '#src/access/role.ts'
import { useMessages } from '../messages/use-messages.ts'

type Held = { readonly role: Role; readonly scope: Scope; readonly place: string }

export function useRoleWords() {
  const t = useMessages('people')
  const placed = ({ kind }: Scope, name: string): string => (kind === 'house' ? t('scope.house') : t(`scope.${kind}`, { name }))
  return {
    placed,
    held: ({ role, scope, place }: Held): string => t('role.on', { role: t(`role.${role}`), place: placed(scope, place) }),
  }
}
