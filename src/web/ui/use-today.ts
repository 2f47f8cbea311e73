// The day on which a page was opened, as the browser knows it.
import { useState } from 'react'

export function useToday(): string {
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  return today
}
