// The two letters that go to an address rather than to a person: a link for a new password, and an invitation. They are
// answers to somebody who waits, so they leave at once; everything else goes by the inbox.
import { IntlMessageFormat } from 'intl-messageformat'
import { join } from 'node:path'
import type { InvitationLetter } from '#src/access/account.ts'
import type { Config } from './config.ts'
import { openLanguages } from './languages.ts'
import { openMailer } from './mail.ts'

const LONGEST_SENDING_MS = 10_000

export type AccountMail = {
  readonly isOn: boolean
  newPassword(userId: string, email: string, url: string): Promise<void>
  /** False where no mail is sent here, or where it could not be handed over. */
  invitation(letter: InvitationLetter): Promise<boolean>
}

/** @param languageOf what the person is written in */
export function openAccountMail(config: Config, languageFolders: readonly string[], languageOf: (userId: string) => Promise<string>): AccountMail {
  const mailer = openMailer(config)
  const languages = openLanguages([...languageFolders, join(config.dataFolder, 'languages')])
  const said = (language: string, key: string, values: Readonly<Record<string, string>> = {}): string => {
    const own = languages.messages(language, 'people')?.[key]
    const message = own ?? languages.messages('en', 'people')?.[key] ?? key
    return String(new IntlMessageFormat(message, own === undefined ? 'en' : language).format(values))
  }
  return {
    isOn: mailer.isOn,
    newPassword: async (userId, email, url) => {
      const language = await languageOf(userId)
      await mailer.send({ to: email, subject: said(language, 'mail.new-password.subject'), text: said(language, 'mail.new-password.text', { url }) })
    },
    invitation: async ({ email, link, role, place, expiresOn, language }) => {
      if (!mailer.isOn) return false
      const values = { link, role: said(language, `role.${role}`), place: place === '' ? said(language, 'scope.house') : place, day: expiresOn }
      const sending = mailer.send({ to: email, subject: said(language, 'mail.invitation.subject', values), text: said(language, 'mail.invitation.text', values) })
      const late = new Promise<never>((_, reject) => { setTimeout(() => reject(new Error('the mail server did not answer')), LONGEST_SENDING_MS).unref() })
      try { await Promise.race([sending, late]); return true } catch { sending.catch(() => {}); return false }
    },
  }
}
