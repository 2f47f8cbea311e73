import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rules } from '#src/registry/method.ts'

test('the rules are printed in English as the server computes by them', () => {
  const messages = JSON.parse(readFileSync('languages/en/figures.json', 'utf8')) as Record<string, string>
  const printed = Object.fromEntries(Object.entries(messages).filter(([key]) => key.startsWith('rule.')))
  expect(printed).toEqual(Object.fromEntries(rules.map(({ key, text }) => [`rule.${key}`, text])))
})
