// What is kept of persons: each kind with its purpose, how long it stays and how it is erased. The register is code, so that
// what is promised is what is done: a kind names the functions that hand out, erase and sweep it.
import { z } from 'zod'
import type { Context } from './context.ts'

/** Days after which what is past its use is taken away. */
export const RETENTION_DAYS = { invitation: 90, 'idle-account': 730 } as const

export const PersonalDataKind = z.object({
  /** A key; `data.<kind>` and its companions in the messages say it in other languages. */
  kind: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  title: z.string(),
  /** Whose it is. */
  subjects: z.string(),
  where: z.string(),
  purpose: z.string(),
  retention: z.string(),
  erasure: z.string(),
  /** Whether it is ever published, and by whose act. */
  isPublic: z.boolean(),
})
export type PersonalDataKind = z.infer<typeof PersonalDataKind>

/** Work that somebody else has to take over before an account can go. */
export const Duty = z.object({ caseId: z.string(), matter: z.string(), place: z.string() })
export type Duty = z.infer<typeof Duty>

/** What a slice keeps of persons, and what it does with it. */
export type PersonalData = PersonalDataKind & {
  /** What an account's own copy holds of it. */
  readonly copy?: (ctx: Context, userId: string) => Promise<unknown>
  /** Takes it away with the account. */
  readonly erase?: (ctx: Context, userId: string) => Promise<void>
  /** Takes away what is past its time. @returns how many rows */
  readonly sweep?: (ctx: Context) => Promise<number>
  readonly duties?: (ctx: Context, userId: string) => Promise<readonly Duty[]>
}

export const shownKind = ({ kind, title, subjects, where, purpose, retention, erasure, isPublic }: PersonalData): PersonalDataKind =>
  ({ kind, title, subjects, where, purpose, retention, erasure, isPublic })
