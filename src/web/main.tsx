// The browser's entry. React replaces the summary that the server printed into #root.
import '@mantine/core/styles.css'
import './ui/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { currentLanguage } from './messages/language.ts'
import { loadMessages } from './messages/catalogue.ts'
import { router } from './router.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')

// The summary stays on screen until the first page is ready to take its place.
await Promise.all([
  router.load(),
  loadMessages(currentLanguage(), 'shell'),
  loadMessages(currentLanguage(), 'registry'),
])
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
