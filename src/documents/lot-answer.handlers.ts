import type { Context } from '#src/access/context.ts'
import type { FontShelf } from '#src/exchange/document/font.ts'
import { pdfOf } from '#src/exchange/document/pdf.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import type { AnswerPrinter } from '#src/provenance/provenance.handlers.ts'
import { wordsOf, type Words } from '#src/registry/summary-words.ts'
import { lotAnswerDocument, lotAnswerSheets } from './lot-answer.ts'

const lotWords = (ctx: Context): Words => wordsOf(ctx.language, { ...ctx.messages('registry'), ...ctx.messages('lots') })

export const lotAnswerPrinter = (fonts: FontShelf): AnswerPrinter => async (ctx, answer, format) =>
  format === 'xlsx' ? writeSheets(lotAnswerSheets(answer, lotWords(ctx))) : pdfOf(lotAnswerDocument(answer, lotWords(ctx), ctx.today), fonts)
