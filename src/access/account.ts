// What handlers may do with accounts. The accounts themselves are kept by a library at the rim (decision 0003).
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { KeyReach } from './actor.ts'
import type { Role } from './role.ts'

export type ApiKeyRow = {
  readonly keyId: string; readonly name: string; readonly start: string | null; readonly reach: KeyReach
  readonly createdAt: string; readonly expiresAt: string | null; readonly lastUsedAt: string | null
}

export type Person = { readonly userId: string; readonly name: string; readonly email: string }

/** A browser in which an account is signed in. The token that opens it is never handed out. */
export type SessionRow = {
  readonly sessionId: string; readonly createdAt: Instant; readonly seenAt: Instant; readonly expiresAt: Instant
  readonly address: string | null; readonly browser: string | null
}

/** How an account is guarded. */
export type AccountSecurity = { readonly hasPassword: boolean; readonly hasCodes: boolean; readonly passkeyCount: number; readonly hasElsewhere: boolean }

export type InvitationLetter = {
  readonly email: string; readonly link: string; readonly role: Role
  /** The name of what the role is held on; empty for the whole scheme. */
  readonly place: string
  readonly expiresOn: string; readonly language: string
}

export type AccountBook = {
  /** Name and address by account; accounts that are gone are left out. */
  people(userIds: readonly string[]): Promise<ReadonlyMap<string, Person>>
  personByEmail(email: string): Promise<Person | undefined>
  /** Every account, in no order. */
  everyone(): Promise<readonly Person[]>
  /**
   * Makes an account with a password.
   * @param input `isVerified: false` where nobody showed that the address is theirs
   * @throws Refused `account-exists`
   */
  createPerson(input: { name: string; email: string; password: string; isVerified?: boolean }): Promise<{ userId: string }>
  /** Makes the operator's account. @throws Refused `welcome-link-invalid`, `account-exists` */
  createOperator(input: { token: string; name: string; email: string; password: string }): Promise<{ userId: string }>
  renamePerson(userId: string, name: string): Promise<void>
  createKey(userId: string, key: { name: string; reach: KeyReach; expiresInDays: number | undefined }): Promise<{ keyId: string; key: string; expiresAt: string | null }>
  listKeys(userId: string): Promise<readonly ApiKeyRow[]>
  /** False where the key is not this user's. */
  deleteKey(userId: string, keyId: string): Promise<boolean>
  sessionsOf(userId: string): Promise<readonly SessionRow[]>
  /** False where the session is not this user's. */
  endSession(userId: string, sessionId: string): Promise<boolean>
  /** @returns how many ended */
  endSessions(userId: string, except: string | undefined): Promise<number>
  securityOf(userId: string): Promise<AccountSecurity>
  /** The name of the sign-in elsewhere, where there is one. */
  readonly elsewhere: string | null
  /** A secret for a link, such as an invitation's. Only its hash is to be kept. */
  newToken(): string
  /** False where no mail is sent here, or where it could not be handed over: then the link is to be shown. */
  mailInvitation(letter: InvitationLetter): Promise<boolean>
  /** Takes an account away within the caller's transaction: name, address, password, keys, sessions, passkeys. */
  erase(sql: Sql, userId: string): Promise<void>
  /** Takes away what is past its use, sessions and spent links, within the caller's transaction. @returns how many rows */
  sweep(sql: Sql): Promise<number>
  /** Accounts made this many days ago or before, in which nobody was signed in since. */
  idleFor(sql: Sql, days: number): Promise<readonly string[]>
}
