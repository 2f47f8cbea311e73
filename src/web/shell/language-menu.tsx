// The language of the interface, by its own name. The choice goes into the address and is remembered.
import { Menu, NativeSelect } from '@mantine/core'
import { IconCheck, IconLanguage } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { warmLanguage } from '../messages/catalogue.ts'
import { setLanguage, useLanguage } from '../messages/language.ts'
import { useLanguages } from '../messages/languages.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './shell.module.css'

function useChoice() {
  const navigate = useNavigate()
  return async (tag: string) => {
    await warmLanguage(tag)
    setLanguage(tag)
    await navigate({
      to: '.',
      search: (before) => ({ ...before, lang: tag }),
      replace: true,
      resetScroll: false,
    } as Parameters<typeof navigate>[0])
  }
}

export function LanguageMenu() {
  const t = useMessages('shell')
  const current = useLanguage()
  const languages = useLanguages()
  const choose = useChoice()
  const name = languages.find(({ tag }) => tag === current)?.name ?? current
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className={classes.tool} aria-label={t('language.label', { name })}>
          <IconLanguage size={18} />
          {name}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map(({ tag, name: own }) => (
          <Menu.Item
            key={tag}
            lang={tag}
            rightSection={tag === current ? <IconCheck size={16} /> : null}
            onClick={() => void choose(tag)}>
            {own}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The same choice as a field, for the drawer. */
export function LanguageChoice() {
  const t = useMessages('shell')
  const current = useLanguage()
  const choose = useChoice()
  return (
    <NativeSelect
      label={t('language')}
      value={current}
      onChange={(event) => void choose(event.currentTarget.value)}
      data={useLanguages().map(({ tag, name }) => ({ value: tag, label: name }))}
    />
  )
}
