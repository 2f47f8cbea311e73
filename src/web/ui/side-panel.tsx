// A panel from the right for narrow screens; its script is fetched when it is first opened.
import { lazy, Suspense, useState, type ReactNode } from 'react'

const Panel = lazy(() => import('./side-panel-drawer.tsx').then((module) => ({ default: module.SidePanelDrawer })))

export type SidePanelProps = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  readonly closeLabel: string
  readonly children: ReactNode
}

export function SidePanel(props: SidePanelProps) {
  const [hasOpened, setHasOpened] = useState(false)
  if (props.isOpen && !hasOpened) setHasOpened(true)
  return props.isOpen || hasOpened ? (
    <Suspense fallback={null}>
      <Panel {...props} />
    </Suspense>
  ) : null
}
