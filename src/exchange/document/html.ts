// A document as HTML for the page without a script: the same blocks, in the same order. `hono/html` escapes every value.
import { html } from 'hono/html'
import { codeOf, pathOf } from './code.ts'
import type { Block, PrintedDocument } from './document.ts'

type Html = ReturnType<typeof html>

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'heading': return html`<h2>${block.text}</h2>`
    case 'paragraph': return block.tone === 'status' ? html`<p><strong>${block.text}</strong></p>` : html`<p>${block.text}</p>`
    case 'facts': return html`<dl>${block.facts.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
    case 'table': return html`<table><caption>${block.caption}</caption>
<thead><tr>${block.head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>
`)}</tbody></table>`
    case 'list': {
      const lines = block.lines.map((line) => html`<li>${line}</li>`)
      return block.isNumbered ? html`<ol>${lines}</ol>` : html`<ul>${lines}</ul>`
    }
    case 'code': return html`<p>${block.name}: <code>${block.text}</code></p>`
    case 'address': {
      const code = codeOf(block.url)
      return html`<p>${block.text} <a href="${block.url}">${block.url}</a></p>
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${block.alt}" width="132" height="132" viewBox="0 0 ${code.size + 8} ${code.size + 8}">
<rect width="100%" height="100%" fill="#fff"/><path d="${pathOf(code)}" fill="#000"/></svg>`
    }
  }
}

/** The blocks alone: title and frame are the page's. */
export const bodyOf = ({ subtitle, blocks }: PrintedDocument): Html => html`<p>${subtitle}</p>
${blocks.map((block) => html`${blockHtml(block)}
`)}`
