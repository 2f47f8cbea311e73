// Why a file that was handed in could not be read as a table.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const spreadsheetRefusals: RefusalCatalogue = {
  'file-format-unknown': {
    kind: 'invalid', title: 'This is neither CSV nor XLSX',
    meaning: 'Tables are read as CSV (comma, semicolon or tab) and as XLSX, by what is in the file and not by its name. '
      + 'Older .xls, .xlsb, .ods and PDF files are not read: open the file and save it as XLSX or as CSV UTF-8.',
  },
  'file-protected': {
    kind: 'invalid', title: 'The file is protected',
    meaning: 'A workbook with a password or with rights management is encrypted and cannot be read. '
      + 'Save a copy without protection and upload that.',
  },
  'archive-damaged': {
    kind: 'invalid', title: 'The workbook is damaged',
    meaning: 'An XLSX file is a zip archive of XML; this one does not unpack, or a part does not parse. '
      + 'Open it in a spreadsheet program, save it anew and upload that.',
  },
  'archive-too-large': {
    kind: 'too-large', title: 'The workbook unpacks to too much',
    meaning: 'A workbook may unpack to 200 MB, and a part to no more than 250 times its packed size. '
      + 'It was not unpacked further. Save only the sheet with the list, or save it as CSV UTF-8.',
  },
  'encoding-unknown': {
    kind: 'invalid', title: 'The text is not in an encoding we can be sure of',
    meaning: 'Text is read as UTF-8, or as UTF-16 with a byte order mark. Other encodings cannot be told apart without '
      + 'guessing at letters of names, so they are refused with the line where it shows. Save as "CSV UTF-8".',
  },
  'table-malformed': {
    kind: 'invalid', title: 'The table breaks off',
    meaning: 'A quotation mark is opened and never closed, or a row cannot be told from the next. The refusal names the line.',
  },
  'table-empty': {
    kind: 'invalid', title: 'There is no table in the file',
    meaning: 'A table needs a line of column names and at least one row below it.',
  },
  'table-too-long': {
    kind: 'too-large', title: 'The table has too many rows',
    meaning: 'A table may have 100,000 rows. Divide the file.',
  },
  'table-too-wide': {
    kind: 'too-large', title: 'The table has too many columns',
    meaning: 'A table may have 200 columns. Leave out the columns that are not needed.',
  },
  'cell-too-long': {
    kind: 'too-large', title: 'A cell is too long',
    meaning: 'A cell may have 32,000 characters. The refusal names the line and the column.',
  },
  'table-too-large': {
    kind: 'too-large', title: 'The table holds too much text',
    meaning: 'A workbook can say one text a million times over; a table may hold 60 million characters when all is written out.',
  },
}
