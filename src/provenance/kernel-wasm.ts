// Opens the WebAssembly kernel over a memory that threads may share.
import { KERNEL_BYTES } from './kernel/kernel-bytes.ts'

type Mix = (ptr: number, edges: number, block: number, from: number, to: number) => void
export type Kernel = { readonly mix16: Mix; readonly mix52: Mix }

let compiled: WebAssembly.Module | undefined

export function openKernel(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BYTES), (letter) => letter.charCodeAt(0)))
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernel
}
