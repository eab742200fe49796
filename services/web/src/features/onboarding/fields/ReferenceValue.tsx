import { Select } from '@/components/ui/Select';
import { useReferences } from './use-references';
import { asText, useValue, type ValueProps } from './use-value';

/** The id of an item of this or another step, chosen by its name. */
export function ReferenceValue(props: ValueProps) {
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const { choices, none } = useReferences(props.field);
  const chosen = asText(value) || undefined;
  const known = choices.some((choice) => choice.value === chosen);
  return (
    <Select
      {...wiring}
      help={choices.length === 0 ? none : wiring.help}
      choices={chosen && !known ? [...choices, { value: chosen, label: 'Something that was removed' }] : choices}
      value={chosen}
      onValue={put}
      onBlur={leave}
      disabled={readOnly}
    />
  );
}
