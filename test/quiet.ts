// A test that writes to the console hides what another has to say.
import { afterEach, beforeEach, expect, vi } from 'vitest'

beforeEach(() => { for (const method of ['log', 'error', 'warn', 'info'] as const) vi.spyOn(console, method) })
afterEach(() => {
  for (const method of ['log', 'error', 'warn', 'info'] as const) {
    const calls = vi.mocked(console[method]).mock.calls
    vi.mocked(console[method]).mockRestore()
    expect(calls, `console.${method} was called`).toEqual([])
  }
})
