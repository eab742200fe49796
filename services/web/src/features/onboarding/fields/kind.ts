import type { StepField, StepValue } from '@/api/onboarding';

/** How a value is asked for. */
export type Kind =
  | 'line'
  | 'area'
  | 'url'
  | 'radio'
  | 'select'
  | 'reference'
  | 'number'
  | 'scale'
  | 'money'
  | 'boolean'
  | 'date'
  | 'currency'
  | 'texts'
  | 'checks'
  | 'items'
  | 'object';

const ONE_LINE = 120;
const IN_SIGHT = 5;
/** Percentages and scores; any other range is a count, a year or the like. */
const SCALES = ['0-100', '1-10'];

export function kindOf(rule: StepValue & { name?: string }): Kind {
  switch (rule.type) {
    case 'text':
      return (rule.max_length ?? Number.POSITIVE_INFINITY) <= ONE_LINE || isName(rule) ? 'line' : 'area';
    case 'url':
      return 'url';
    case 'choice':
      return (rule.choices?.length ?? 0) <= IN_SIGHT ? 'radio' : 'select';
    case 'id':
      return rule.reference ? 'reference' : 'line';
    case 'integer':
      if (rule.name?.endsWith('_minor')) return 'money';
      return isScale(rule) ? 'scale' : 'number';
    case 'decimal':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
    case 'time':
      return 'date';
    case 'currency':
      return 'currency';
    case 'object':
      return 'object';
    case 'list':
      return kindOfList(rule.item);
  }
}

function kindOfList(item: StepValue | undefined): Kind {
  if (item?.type === 'object') return 'items';
  return item?.choices || item?.reference ? 'checks' : 'texts';
}

/** Labels, names and the like: up to 255 characters, yet never more than a line. */
function isName(rule: StepValue): boolean {
  return rule.max_length !== undefined && rule.max_length <= 255;
}

function isScale(rule: StepValue): boolean {
  return SCALES.includes(`${rule.minimum}-${rule.maximum}`);
}

/** Takes the whole width. */
export function isLong(field: StepField): boolean {
  return ['area', 'radio', 'texts', 'checks', 'items', 'object', 'boolean'].includes(kindOf(field));
}
