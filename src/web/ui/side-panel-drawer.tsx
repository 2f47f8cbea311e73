import { Drawer } from '@mantine/core'
import type { SidePanelProps } from './side-panel.tsx'

export const SidePanelDrawer = ({ isOpen, onClose, title, closeLabel, children }: SidePanelProps) => (
  <Drawer
    opened={isOpen}
    onClose={onClose}
    position="right"
    size="min(100%, 24rem)"
    title={title}
    closeButtonProps={{ 'aria-label': closeLabel, size: 'lg' }}>
    {children}
  </Drawer>
)
