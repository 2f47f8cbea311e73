import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { docx, eml, joined, jpeg, mp3, mp4, pdf, png, pptx, text, tiff, types, webp, xlsx, zip } from '#test/files.ts'
import { endingsOf, FileType, inspected, type FileLimits } from './file-type.ts'
import { archiveLimits } from './settings-evidence.ts'

const limits: FileLimits = { types: FileType.options, allowsMacros: false, archive: archiveLimits }
const codeOf = (bytes: Uint8Array, name: string, more: Partial<FileLimits> = {}): string => {
  const found = inspected(bytes, name, { ...limits, ...more })
  return found.accepted ? found.value.type : found.refusal.code
}

const sound: Readonly<Record<FileType, Uint8Array>> = {
  pdf: pdf(), png: png(), jpeg: jpeg(), webp: webp(), tiff: tiff(), docx: docx(), xlsx: xlsx(), pptx: pptx(), csv: text('site,tonnes\nMarrick,12\n'),
  txt: text('Noise at the fence, 3 µg ≥ 2'), eml: eml(), mp3: mp3(), mp4: mp4(),
}

describe('what a file is', () => {
  test.each(FileType.options)('a sound %s is taken by its bytes', (type) => {
    expect(codeOf(sound[type], `Paper 1.${endingsOf(type)[0]!.toUpperCase()}`)).toBe(type)
  })

  test.each(FileType.options)('a %s under the name of another kind is refused', (type) => {
    const other = type === 'pdf' ? 'png' : 'pdf'
    // Mail may hold markup, which any other name makes active.
    expect(codeOf(sound[type], `paper.${other}`)).toBe(type === 'eml' ? 'file-active' : 'file-name-unfit')
  })

  test('a kind that the scheme does not take is refused', () => {
    expect(codeOf(sound.mp4, 'visit.mp4', { types: ['pdf'] })).toBe('file-type-refused')
  })

  test.each<[string, Uint8Array, string]>([
    ['a Windows program called PDF', joined('MZ', new Uint8Array(100)), 'report.pdf'],
    ['a Linux program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0), 'report.txt'],
    ['a shell script', text('#!/bin/sh\nrm -rf /\n'), 'notes.txt'],
    ['a Java class', Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52), 'a.txt'],
  ])('%s is a program', (_, bytes, name) => { expect(codeOf(bytes, name)).toBe('file-executable') })

  test.each<[string, string]>([
    ['a page', '<!DOCTYPE html><html><script>alert(1)</script>'], ['a drawing with script', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
    ['a page after blanks', '\n\n  <html>'], ['a page after a byte order mark', '\u00ef\u00bb\u00bf<html>'], ['text with a script in it', 'a,b\n1,<ScRiPt >x</script>'], ['XML', '<?xml version="1.0"?><a/>'],
  ])('%s is active', (_, words) => {
    for (const ending of ['txt', 'csv']) expect(codeOf(new Uint8Array(Buffer.from(words, 'latin1')), `notes.${ending}`)).toBe('file-active')
  })

  test('text for a browser is found in any width', () => {
    expect(codeOf(new Uint8Array(Buffer.from('\ufeff<html><script>', 'utf16le')), 'notes.txt')).toBe('file-active')
    expect(codeOf(new Uint8Array(Buffer.from('\ufeffwater; 12', 'utf16le')), 'notes.csv')).toBe('csv')
  })

  test.each<[string, Uint8Array, string]>([
    ['PDF and archive', joined(pdf(), zip([{ name: 'a.txt', content: 'x' }])), 'a.pdf'],
    ['picture and archive', joined(png(), zip([{ name: 'a.txt', content: 'x' }])), 'a.png'],
    ['photograph and archive', joined(jpeg(), zip([{ name: 'a.txt', content: 'x' }])), 'a.jpg'],
    ['picture with bytes behind', joined(png(), 'more'), 'a.png'],
    ['photograph and page', joined(jpeg(), '<script>alert(1)</script>'), 'a.jpg'],
    ['photograph and PDF', joined(jpeg(), '%PDF-1.4 %%EOF'), 'a.jpg'],
    ['PDF and page', joined('%PDF-1.4\n<html><script>', pdf()), 'a.pdf'],
    ['PDF with a program behind', joined(pdf(), 'MZ program'), 'a.pdf'],
    ['PDF cut off', text('%PDF-1.7 nothing'), 'a.pdf'],
    ['picture that lies about its length', joined(webp(), 'xxxx'), 'a.webp'],
  ])('%s is two things at once', (_, bytes, name) => { expect(codeOf(bytes, name)).toBe('file-ambiguous') })

  test.each<[string, Uint8Array, string]>([
    ['text with an archive behind it', joined('hello ', zip([{ name: 'a.txt', content: '' }])), 'a.txt'],
    ['an old Word file', joined(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), new Uint8Array(600)), 'a.doc'], ['bytes without a meaning', Uint8Array.of(0, 1, 2, 3), 'a.bin'],
  ])('%s is of no kind that is taken', (_, bytes, name) => { expect(codeOf(bytes, name)).toBe('file-type-refused') })

  test.each([['../../etc/passwd.pdf'], ['C:\\temp\\a.pdf'], ['a/b.pdf'], ['.hidden.pdf'], ['a\u0000.pdf'], ['\u202efdp.exe.pdf'], ['a"b.pdf'], ['nothing'], [`${'a'.repeat(200)}.pdf`], ['a.pdf\r\nX: y']])(
    'the name %j is not fit', (name) => { expect(codeOf(pdf(), name)).toBe('file-name-unfit') })

  test('a name is kept whole in any script', () => {
    expect(inspected(pdf(), ' 排放许可证 (2026).pdf ', limits)).toMatchObject({ accepted: true, value: { filename: '排放许可证 (2026).pdf' } })
  })

  test('no bytes whatever make it fall over, and what is taken is of one kind', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('a.pdf', 'a.docx', 'a.txt', 'a.png', 'a.eml'), fc.constantFrom('', '%PDF-', 'PK\u0003\u0004', 'ID3', '\u0089PNG\r\n\u001a\n'), (bytes, name, start) => {
      const found = inspected(joined(start, bytes), name, limits)
      if (found.accepted) expect(endingsOf(found.value.type)).toContain(name.split('.')[1])
    }))
  })
})

describe('an office document', () => {
  const bomb = new Uint8Array(30_000_000)
  test.each<[string, Uint8Array, string]>([
    ['that unpacks to far more than it is', docx({ name: 'word/media/a.bin', content: bomb }), 'archive-bomb'],
    ['that lies about what it unpacks to', docx({ name: 'word/media/a.bin', content: bomb, saysUnpacked: 10 }), 'archive-bomb'],
    ['that says it unpacks to gigabytes', docx({ name: 'word/a.xml', content: 'x', saysUnpacked: 4_000_000_000 }), 'archive-bomb'],
    ['of too many parts', docx(...Array.from({ length: 5001 }, (_, i) => ({ name: `word/p${i}.xml`, content: '' }))), 'archive-bomb'],
    ['whose part climbs out', docx({ name: '../../etc/cron.d/x', content: 'x' }), 'archive-unsafe'],
    ['whose part is absolute', docx({ name: '/etc/x', content: 'x' }), 'archive-unsafe'],
    ['whose part is of Windows', docx({ name: '..\\x', content: 'x' }), 'archive-unsafe'],
    ['with one part twice', docx({ name: 'word/document.xml', content: 'other' }), 'archive-unsafe'],
    ['with a password', docx({ name: 'word/a.xml', content: 'x', flags: 1 }), 'archive-unsafe'],
    ['with bytes that belong to no part', zip([types(), { name: 'word/document.xml', content: 'x' }], text('hidden '.repeat(20))), 'archive-unsafe'],
    ['with something behind it', joined(docx(), '<script>'), 'archive-unsafe'],
    ['cut off', docx().slice(0, -5), 'archive-unsafe'],
    ['with macros', docx({ name: 'word/vbaProject.bin', content: 'x' }), 'file-has-macros'],
    ['with an embedded object', docx({ name: 'word/embeddings/oleObject1.bin', content: 'x' }), 'file-has-macros'],
    ['that says it has macros', zip([types('<Default ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'), { name: 'word/document.xml', content: 'x' }]), 'file-has-macros'],
    ['that is only an archive', zip([{ name: 'a.exe', content: 'MZ' }]), 'file-type-refused'],
  ])('%s is refused', (_, bytes, code) => { expect(codeOf(bytes, 'paper.docx')).toBe(code) })

  test('may have macros where the scheme takes them', () => {
    expect(codeOf(docx({ name: 'word/vbaProject.bin', content: 'x' }), 'paper.docx', { allowsMacros: true })).toBe('docx')
  })
})
