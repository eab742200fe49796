import { Checkbox } from '@/components/ui/Choices';
import { useValue, type ValueProps } from './use-value';

/** Yes or no. */
export function BooleanValue(props: ValueProps) {
  const { value, put, readOnly, wiring } = useValue(props);
  const { label, help, error } = wiring;
  return <Checkbox {...{ label, help, error }} checked={value === true} onChecked={put} disabled={readOnly} />;
}
