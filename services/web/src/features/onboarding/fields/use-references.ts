import type { StepValue } from '@/api/onboarding';
import { valueAt } from '@/lib/autosave/merge3';
import { words } from '@/lib/format';
import { titleOf } from '@/lib/steps/pointers';
import { useStep } from '../step-context';

type Choice = { value: string; label: string };

/** What an id may stand for: the items of the list that it refers to, by name. */
export function useReferences(rule: StepValue): { choices: Choice[]; none: string } {
  const { step, data, answers } = useStep();
  const { reference } = rule;
  if (!reference) return { choices: (rule.choices ?? []) as Choice[], none: '' };
  const own = reference.step === step.number;
  const list = valueAt(own ? data : answers(reference.step), reference.list);
  const items = Array.isArray(list) ? list : [];
  const choices = items.flatMap((item, index) => {
    const id = typeof item === 'object' && item !== null && !Array.isArray(item) ? item.id : undefined;
    return typeof id === 'string' ? [{ value: id, label: titleOf(item) || `Number ${index + 1}, without a name` }] : [];
  });
  const also = reference.also.map((word) => ({ value: word, label: words(word) }));
  return {
    choices: [...choices, ...also],
    none: own
      ? 'Nothing to choose from yet: add one above.'
      : `Nothing to choose from yet: step ${reference.step} has none.`,
  };
}
