// Mail by SMTP: plain text, with the headers that let a person stop it and a program tell it from a letter by hand.
// Without SMTP_URL there is none, and whoever would send one is told so.
import { createTransport } from 'nodemailer'
import type { Config } from './config.ts'

export type Mail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Page on which this kind of mail is turned off. */
  readonly stopAt?: string
  /** Same for each try of one letter, so that a mail client shows it once. */
  readonly messageId?: string
  readonly language?: string
}
export type Mailer = { readonly isOn: boolean; send(mail: Mail): Promise<void> }

/** A mail server that does not answer must not hold up the others for long. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

const headersOf = ({ stopAt, language }: Mail): Record<string, string> => ({
  ...(stopAt === undefined ? {} : { 'List-Unsubscribe': `<${stopAt}>`, 'Auto-Submitted': 'auto-generated' }),
  ...(language === undefined ? {} : { 'Content-Language': language }),
})

export function openMailer(config: Pick<Config, 'smtpUrl' | 'mailFrom'>): Mailer {
  if (config.smtpUrl === undefined) return { isOn: false, send: async () => {} }
  const transport = createTransport({ url: config.smtpUrl, ...TIMEOUTS })
  return {
    isOn: true,
    send: async (mail) => {
      await transport.sendMail({
        from: config.mailFrom, to: mail.to, subject: mail.subject, text: mail.text, headers: headersOf(mail),
        ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
      })
    },
  }
}
