/// <reference types="vite/client" />

declare module 'virtual:routes' {
  /** Method and path of every operation, by name, made at build time from the contract. */
  export const routes: Readonly<Record<string, { readonly method: string; readonly path: string }>>
}
