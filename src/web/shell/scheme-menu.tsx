// Light, dark, or as the system has it.
import { Menu, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useId } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import classes from './shell.module.css'

const SCHEMES = [
  { value: 'light', Icon: IconSun },
  { value: 'dark', Icon: IconMoon },
  { value: 'auto', Icon: IconDeviceDesktop },
] as const

export function SchemeMenu() {
  const t = useMessages('shell')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { Icon: Current } = SCHEMES.find(({ value }) => value === colorScheme) ?? SCHEMES[2]
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={classes.tool}
          aria-label={t('scheme.label', { scheme: t(`scheme.${colorScheme}`) })}>
          <Current size={18} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ value, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            rightSection={value === colorScheme ? <IconCheck size={16} /> : null}
            onClick={() => setColorScheme(value)}>
            {t(`scheme.${value}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The same choice laid out, for the drawer. */
export function SchemeChoice() {
  const t = useMessages('shell')
  const label = useId()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600} id={label}>
        {t('scheme')}
      </Text>
      <SegmentedControl
        fullWidth
        aria-labelledby={label}
        value={colorScheme}
        onChange={setColorScheme}
        data={SCHEMES.map(({ value }) => ({ value, label: t(`scheme.${value}`) }))}
      />
    </Stack>
  )
}
