// What handlers may do with accounts. The accounts themselves are kept by a library at the rim (decision 0003).

export type ApiKeyRow = { readonly keyId: string; readonly name: string; readonly start: string | null; readonly createdAt: string; readonly expiresAt: string | null; readonly lastUsedAt: string | null }

export type Person = { readonly userId: string; readonly name: string; readonly email: string }

export type AccountBook = {
  /** Name and address by account; accounts that are gone are left out. */
  people(userIds: readonly string[]): Promise<ReadonlyMap<string, Person>>
  personByEmail(email: string): Promise<Person | undefined>
  /** Makes an account with a password. @throws Refused `account-exists` */
  createPerson(input: { name: string; email: string; password: string }): Promise<{ userId: string }>
  /** Makes the operator's account. @throws Refused `welcome-link-invalid`, `account-exists` */
  createOperator(input: { token: string; name: string; email: string; password: string }): Promise<{ userId: string }>
  createKey(userId: string, name: string, expiresInDays: number | undefined): Promise<{ keyId: string; key: string; expiresAt: string | null }>
  listKeys(userId: string): Promise<readonly ApiKeyRow[]>
  /** False where the key is not this user's. */
  deleteKey(userId: string, keyId: string): Promise<boolean>
}
