import { TextField } from '@/components/ui/TextField';
import type { Json } from '@/lib/autosave/merge3';
import { valueAt } from '@/lib/autosave/merge3';
import { useStep } from '../step-context';
import { useTyped } from './use-typed';
import { useValue, type ValueProps } from './use-value';

const HOME = 'INR';

/** Typed in rupees, stored in paise; so for every currency with its own smallest unit. */
export function MoneyValue(props: ValueProps) {
  const { data } = useStep();
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const beside = valueAt(data, `${props.pointer.slice(0, props.pointer.lastIndexOf('/'))}/currency`);
  const currency = typeof beside === 'string' && /^[A-Z]{3}$/.test(beside) ? beside : HOME;
  const { unit, format } = money(currency);
  const typed = useTyped(value, put, unit);
  return (
    <TextField
      {...wiring}
      help={
        currency === HOME
          ? 'In rupees. Leave it empty for a price on request.'
          : `In ${currency}. Leave it empty for a price on request.`
      }
      mark={written(value, unit, format)}
      inputMode="decimal"
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

function money(currency: string) {
  const format = new Intl.NumberFormat('en-IN', { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
  return { format, unit: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
}

function written(value: Json | undefined, unit: number, format: Intl.NumberFormat) {
  return typeof value === 'number' ? format.format(value / unit) : undefined;
}
