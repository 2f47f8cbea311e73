// Packs what a switch-over sends: the workbook, the old files, and what was chosen for each due day. Loaded only when sent.
import { unzipSync, zipSync } from 'fflate'
import type { ChosenDue } from '#src/secretariat/switch-over.ts'

const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer())

export async function packed(workbook: File, files: File | undefined, choices: readonly ChosenDue[]): Promise<Blob> {
  const unpacked = files === undefined ? {} : unzipSync(await bytesOf(files))
  const beside = Object.fromEntries(Object.entries(unpacked).filter(([name]) => !name.endsWith('/')).map(([name, content]) => [`files/${name}`, content]))
  const archive = zipSync({ ...beside, 'switch-over.xlsx': await bytesOf(workbook), 'choices.json': new TextEncoder().encode(JSON.stringify(choices)) }, { level: 0 })
  return new Blob([archive.slice().buffer], { type: 'application/zip' })
}
