// How the screens are built: one entry whose tags the server prints from the manifest, one lazy chunk for each page,
// and a budget that fails the build when a page's first script grows too heavy.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { scriptBudget } from './src/web/build/budget.ts'
import { routeTable } from './src/web/build/route-table.ts'

export default defineConfig({
  base: '/',
  publicDir: 'src/web/public',
  plugins: [
    react(),
    routeTable({ contract: 'src/platform/contract.ts' }),
    scriptBudget({
      entry: 'src/web/main.tsx', pages: /\/src\/web\/.+-page\.tsx$/, maxBytes: 250_000,
      workPages: /src\/web\/(assessment|cases|decision|desk|evidence|imports|inbox|people|workbook)\/|grievances?-page|concerns-page/, maxWorkBytes: 300_000,
    }),
  ],
  worker: { format: 'es' },
  build: {
    outDir: 'dist/web',
    assetsDir: 'assets',
    manifest: true,
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: 'src/web/main.tsx' },
  },
})
