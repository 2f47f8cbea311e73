// The books an account may read, for a screen that needs them without the choice between them.
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'

export type Book = Result<'listBooks'>['items'][number]

export const useBooks = () => useLooseRead('listBooks', { limit: 1000 })
