// The keys, and the switch that turns the single ones off.
import { Kbd, Modal, Switch, Table } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { useMessages } from '../messages/use-messages.ts'
import { setKeysOn, useKeysAreOn } from './keys.ts'

const KEYS = [
  { keys: ['Ctrl', 'K'], means: 'help.palette' },
  { keys: ['/'], means: 'help.search' },
  { keys: ['j'], means: 'help.next' },
  { keys: ['k'], means: 'help.previous' },
  { keys: ['Enter'], means: 'help.open' },
  { keys: ['1', '4'], means: 'help.rate' },
  { keys: ['e'], means: 'help.rationale' },
  { keys: ['?'], means: 'help.help' },
  { keys: ['Esc'], means: 'help.close' },
] as const

export function Help({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useMessages('shell')
  const areOn = useKeysAreOn()
  // Opened after its first drawing: a modal that is born open does not know where the focus was.
  const isMounted = useMounted()
  return (
    <Modal
      opened={isOpen && isMounted}
      onClose={onClose}
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('close') }}>
      <Table aria-label={t('help.title')}>
        <Table.Tbody>
          {KEYS.map(({ keys, means }) => (
            <Table.Tr key={means}>
              <Table.Td>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(means)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch
        mt="md"
        checked={areOn}
        onChange={(event) => setKeysOn(event.currentTarget.checked)}
        label={t('help.single')}
        description={t('help.single.meaning')}
      />
    </Modal>
  )
}
