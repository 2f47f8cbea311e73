import { describe, expect, it } from 'vitest'
import { mailServer } from '#test/mail-server.ts'
import { readConfig } from './config.ts'
import { openMailer } from './mail.ts'

describe('mail', () => {
  it('goes by SMTP', async () => {
    const server = await mailServer()
    const mailer = openMailer({ ...readConfig({ CUPEL_DATA: '/tmp', CUPEL_SECRET: 'a secret of a test, long enough for it' }, '/tmp'), smtpUrl: `smtp://127.0.0.1:${server.port}`, mailFrom: 'Registry <registry@example.org>' })
    await mailer.send({ to: 'operator@example.org', subject: 'A new password', text: 'Choose one.' })
    server.close()
    expect(server.received()).toMatch(/RCPT TO:<operator@example\.org>/)
    expect(server.received()).toMatch(/Subject: A new password/)
  })
})
