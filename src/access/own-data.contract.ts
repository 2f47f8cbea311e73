import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { longText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { PersonalDataKind } from './own-data.ts'

const tag = 'Accounts'
const reason = longText(600).refine((text) => text.trim() !== '', 'say why: the reason stays beside the change')

export const ownDataContract = {
  listPersonalDataKinds: operation({
    method: 'GET', path: '/personal-data-kinds', tag, permit: 'personal-data:read', summary: 'What is kept of persons: purpose, how long, how it is erased',
    input: z.object({}), result: z.object({ items: z.array(PersonalDataKind), next: z.null() }),
  }),
  exportOwnData: operation({
    method: 'GET', path: '/own-data', tag, permit: 'own-data:read', summary: 'A copy of everything that is kept of you',
    description: 'What you wrote within cases is named by its place, not repeated: it belongs to the case.',
    input: z.object({}),
    result: z.object({ takenAt: Instant, userId: z.string(), kinds: z.array(z.object({ kind: z.string(), title: z.string(), purpose: z.string(), copy: z.unknown() })) }),
  }),
  eraseOwnAccount: operation({
    method: 'POST', path: '/own-data/erasures', tag, permit: 'account:write', summary: 'Erase your account; this cannot be undone',
    description: 'Name, address, password, keys and sign-ins go; your roles end. The log keeps the number of the account, which then names nobody.',
    input: z.object({ email: z.string().max(200).describe('your address, typed again') }),
    result: z.object({ userId: z.string() }), refusals: ['address-wrong', 'operator-last', 'duties-open', 'key-by-key', 'person-absent'],
  }),
  erasePerson: operation({
    method: 'POST', path: '/people/{userId}/erasures', tag, permit: 'person:erase', summary: 'Erase the account of a person; this cannot be undone',
    input: z.object({ userId: z.string().min(1).max(100), reason }),
    result: z.object({ userId: z.string() }), refusals: ['person-absent', 'operator-last', 'duties-open', 'key-by-key'],
  }),
} as const
