// A document on the screen: the same blocks, in the same order, as its PDF. The code for a camera is for paper alone: who
// reads here is there already.
import { barsOf, codeOf } from '#src/exchange/document/code.ts'
import type { Block, PrintedDocument } from '#src/exchange/document/document.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import classes from './published.module.css'

function Code({ url, alt }: { readonly url: string; readonly alt: string }) {
  const code = codeOf(url)
  return (
    <svg className={classes.code} role="img" aria-label={alt} viewBox={`-4 -4 ${code.size + 8} ${code.size + 8}`}>
      <rect x={-4} y={-4} width={code.size + 8} height={code.size + 8} fill="#fff" />
      {barsOf(code).map(({ x, y, width }) => (
        <rect key={`${x}.${y}`} x={x} y={y} width={width} height={1} fill="#000" />
      ))}
    </svg>
  )
}

const lines = (texts: readonly string[]) => texts.map((text, index) => <li key={index}>{text}</li>)

/** @param isForPaper who reads here is on the live page already */
function Shown({ block, isForPaper }: { readonly block: Block; readonly isForPaper: boolean }) {
  switch (block.kind) {
    case 'heading':
      return <h2 className={isForPaper ? 'print-only' : undefined}>{block.text}</h2>
    case 'paragraph':
      return <p className={classes[block.tone]}>{block.text}</p>
    case 'facts':
      return (
        <Facts>
          {block.facts.map(({ name, value }) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
        </Facts>
      )
    case 'table':
      return (
        <PlainTable label={block.caption}>
          <caption className="visually-hidden">{block.caption}</caption>
          <thead>
            <tr>
              {block.head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )
    case 'list':
      return block.isNumbered ? <ol>{lines(block.lines)}</ol> : <ul>{lines(block.lines)}</ul>
    case 'code':
      return (
        <p className={classes.quiet}>
          {block.name}: <code className={classes.hash}>{block.text}</code>
        </p>
      )
    case 'address':
      return (
        <div className={`${classes.address} print-only`}>
          <Code url={block.url} alt={block.alt} />
          <p>
            {block.text} <a href={block.url}>{block.url}</a>
          </p>
        </div>
      )
  }
}

export function DocumentView({ document }: { readonly document: PrintedDocument }) {
  return (
    <article className={classes.document} lang={document.language}>
      <p className={classes.lead}>{document.subtitle}</p>
      {document.blocks.map((block, index) => (
        <Shown key={index} block={block} isForPaper={document.blocks[index + 1]?.kind === 'address'} />
      ))}
    </article>
  )
}
