// A mail server for tests.
import { createServer } from 'node:net'

/** A mail server of a few lines: it answers every command and keeps what it was sent. */
export async function mailServer(): Promise<{ port: number; received: () => string; close: () => void }> {
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
