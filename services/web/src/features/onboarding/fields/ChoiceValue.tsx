import { Choices } from '@/components/ui/Choices';
import { Select } from '@/components/ui/Select';
import { kindOf } from './kind';
import { asText, useValue, type ValueProps } from './use-value';

/** One of the choices of the description. */
export function ChoiceValue(props: ValueProps) {
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const shared = {
    ...wiring,
    choices: props.field.choices ?? [],
    value: asText(value) || undefined,
    disabled: readOnly,
  };
  if (kindOf(props.field) === 'select') return <Select {...shared} onBlur={leave} onValue={put} />;
  return <Choices {...shared} onValue={put} onClear={wiring.required ? undefined : () => put(undefined)} />;
}
