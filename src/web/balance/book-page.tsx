// The page of somebody who keeps accounts: whoever may read them, or who closes and declares.
import type { ReactNode } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { Page } from '../ui/page.tsx'

const READERS = ['site-owner', 'site-contributor', 'partner'] as const
const KEEPERS = ['site-owner', 'partner'] as const

export const BookPage = ({ children, isForKeepers = false }: { readonly children: ReactNode; readonly isForKeepers?: boolean }) => (
  <Page>
    <NeedsAccount roles={isForKeepers ? KEEPERS : READERS}>{children}</NeedsAccount>
  </Page>
)
