// Mail by SMTP. Without SMTP_URL there is none, and whoever would send one is told so.
import { createTransport } from 'nodemailer'
import type { Config } from './config.ts'

export type Mail = { readonly to: string; readonly subject: string; readonly text: string }
export type Mailer = { readonly isOn: boolean; send(mail: Mail): Promise<void> }

export function openMailer(config: Config): Mailer {
  if (config.smtpUrl === undefined) return { isOn: false, send: async () => {} }
  const transport = createTransport(config.smtpUrl)
  return { isOn: true, send: async ({ to, subject, text }) => { await transport.sendMail({ from: config.mailFrom, to, subject, text }) } }
}
