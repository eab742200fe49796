import { Choices } from '@/components/ui/Choices';
import { Select } from '@/components/ui/Select';
import { useStep } from '../step-context';
import { kindOf } from './kind';
import { offered } from './offered';
import { asText, useValue, type ValueProps } from './use-value';

/** One of the choices of the description. */
export function ChoiceValue(props: ValueProps) {
  const { step } = useStep();
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const shared = {
    ...wiring,
    choices: offered(step, props.field, value),
    value: asText(value) || undefined,
    disabled: readOnly,
  };
  if (kindOf(props.field) === 'select') return <Select {...shared} onBlur={leave} onValue={put} />;
  return <Choices {...shared} onValue={put} onClear={wiring.required ? undefined : () => put(undefined)} />;
}
