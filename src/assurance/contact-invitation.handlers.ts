// The contact person of an accepted site gets an account: as site owner of the participant.
import type { Context } from '#src/access/context.ts'
import type { Contact } from './application.ts'

export async function inviteContact(_ctx: Context, _contact: Contact, _organisationId: string, _language: string): Promise<void> {
  return Promise.resolve()
}
