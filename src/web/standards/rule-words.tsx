// The award rule in words. The rule is data, so the words are made from it: no standard is known here by name.
import type { Rule } from '#src/standards/award-rule.ts'
import { useMessages, type Messages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { useWords } from '../ui/words.ts'
import type { StandardView } from './standard-page.tsx'

type Leaf = Extract<Rule, { over: unknown }>

function useRuleWords(standard: StandardView) {
  const t = useMessages('standards')
  const words = useWords()
  const { list, percent } = useFormat()
  const titleOf = <T extends { readonly slug: string; readonly title: string }>(
    all: readonly T[],
    slug: string,
  ): string => all.find((one) => one.slug === slug)?.title ?? slug
  const over = ({ groups, criteria, siteTypes, metals }: Leaf['over']): string => {
    const parts = [
      groups === undefined
        ? undefined
        : t('rule.in-groups', { groups: list(groups.map((slug) => titleOf(standard.groups, slug))) }),
      criteria === undefined
        ? undefined
        : t('rule.in-criteria', { criteria: list(criteria.map((slug) => titleOf(standard.criteria, slug))) }),
      siteTypes === undefined ? undefined : t('rule.for-types', { types: list(siteTypes.map(words.type)) }),
      metals === undefined ? undefined : t('rule.for-metals', { metals: list(metals.map(words.metal)) }),
    ].filter((part) => part !== undefined)
    return parts.length === 0 ? t('rule.applicable') : t('rule.selected', { selection: list(parts) })
  }
  return (rule: Leaf): string => {
    const level = titleOf(standard.ratingScale.levels, rule.atLeast)
    if (rule.op === 'share')
      return t('rule.share', { share: percent(rule.percent / 100, 0), over: over(rule.over), level })
    return t(`rule.${rule.op}`, { over: over(rule.over), level })
  }
}

export function RuleText({ standard, rule }: { readonly standard: StandardView; readonly rule: Rule }) {
  const t = useMessages('standards')
  const say = useRuleWords(standard)
  return <RulePart rule={rule} say={say} t={t} />
}

function RulePart({
  rule,
  say,
  t,
}: {
  readonly rule: Rule
  readonly say: (rule: Leaf) => string
  readonly t: Messages<'standards'>
}) {
  if (!('rules' in rule)) return <span>{say(rule)}</span>
  return (
    <>
      <span>{t(`rule.${rule.op}`)}</span>
      <ul>
        {rule.rules.map((part, index) => (
          <li key={index}>
            <RulePart rule={part} say={say} t={t} />
          </li>
        ))}
      </ul>
    </>
  )
}
