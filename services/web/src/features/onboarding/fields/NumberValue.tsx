import { TextField } from '@/components/ui/TextField';
import { grouped } from '@/lib/format';
import { useTyped } from './use-typed';
import { useValue, type ValueProps } from './use-value';

const LARGE = 10_000;

/** A whole number or a decimal, typed with or without separators. */
export function NumberValue(props: ValueProps) {
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const typed = useTyped(value, put);
  const large = typeof value === 'number' && Math.abs(value) >= LARGE && (props.field.maximum ?? 0) > LARGE;
  return (
    <TextField
      {...wiring}
      mark={large ? grouped(value) : undefined}
      inputMode={props.field.type === 'integer' ? 'numeric' : 'decimal'}
      value={typed.text}
      onText={typed.type}
      onBlur={() => {
        typed.leave();
        leave();
      }}
      disabled={readOnly}
    />
  );
}
