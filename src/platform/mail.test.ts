import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { openMailer } from './mail.ts'

/** A mail server of a few lines: it answers every command and keeps what it was sent. */
async function mailServer(): Promise<{ port: number; received: () => string; close: () => void }> {
  let received = ''
  const server = createServer((socket) => {
    let inData = false
    socket.write('220 test\r\n')
    socket.on('data', (part) => {
      const text = part.toString()
      received += text
      if (inData) { if (text.endsWith('\r\n.\r\n')) { inData = false; socket.write('250 kept\r\n') } return }
      if (/^DATA/im.test(text)) { inData = true; socket.write('354 go on\r\n') } else if (/^QUIT/im.test(text)) socket.end('221 bye\r\n')
      else socket.write('250 ok\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, received: () => received, close: () => server.close() }
}

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
