import { expect, test } from 'vitest'
import { decodeText } from './decode.ts'

const utf16be = (text: string): Buffer => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()])

test.each([
  ['UTF-8', Buffer.from('Głogów, 江西')],
  ['UTF-16 LE with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Głogów, 江西', 'utf16le')])],
  ['UTF-16 BE with its mark', utf16be('Głogów, 江西')],
])('reads %s', (_name, bytes) => {
  const text = decodeText(bytes)
  expect(text.accepted && text.value).toBe('Głogów, 江西')
})

const refused = (bytes: Uint8Array): string => {
  const text = decodeText(bytes)
  expect(text.accepted ? 'accepted' : text.refusal.code).toBe('encoding-unknown')
  return text.accepted ? '' : text.refusal.detail
}

test('Latin-1 is refused with the line and byte where it shows, and what to do', () => {
  expect(refused(Buffer.from('name\nEl Teniente\nChañaral\n', 'latin1')))
    .toMatch(/Line 3, byte 4 \(0xF1\).*Latin-1 or Windows-1252\. Save it as "CSV UTF-8"/)
})

test('GBK is named as what it looks like', () => {
  expect(refused(Buffer.concat([Buffer.from('name\n'), Buffer.from([0xbd, 0xad, 0xce, 0xf7, 0xcd, 0xad, 0xd2, 0xb5])]))).toMatch(/Line 2, byte 1 .*GBK/)
})

test('a good character before the fault is not taken for it', () => {
  expect(refused(Buffer.concat([Buffer.from('ñandú€'), Buffer.from([0xff])]))).toMatch(/Line 1, byte 11 \(0xFF\)/)
})

test('UTF-16 without a mark is refused', () => {
  expect(refused(Buffer.from('name,country\nEl Teniente,Chile', 'utf16le'))).toMatch(/UTF-16 without its byte order mark/)
})

test('UTF-16 that breaks off, or holds half a pair, is refused', () => {
  expect(refused(Buffer.from([0xff, 0xfe, 0x41]))).toMatch(/half a character/)
  expect(refused(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]))).toMatch(/do not exist/)
})
