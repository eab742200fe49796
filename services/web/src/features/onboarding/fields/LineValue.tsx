import { TextArea, TextField, TextLine } from '@/components/ui/TextField';
import { codePoints } from '@/lib/format';
import { asAddress } from '@/lib/steps/values';
import { kindOf } from './kind';
import { asText, useValue, type ValueProps } from './use-value';

/** How near the limit a count begins to show. */
const NEAR = 0.7;

/** Texts, addresses, days and currencies: everything that is typed as it is stored. */
export function LineValue(props: ValueProps) {
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const kind = kindOf(props.field);
  const text = asText(value);
  const most = props.field.max_length;
  const length = codePoints(text.trim());
  const mark = most && length > most * NEAR ? `${length} of ${most}` : undefined;
  const shared = { ...wiring, mark, value: text, onBlur: leave, disabled: readOnly };
  const store = (typed: string) => put(typed === '' ? undefined : typed);
  if (kind === 'area') return <TextArea {...shared} onText={store} />;
  if (kind === 'date') return <TextField {...shared} type="date" onText={store} />;
  if (kind === 'url') {
    const leaveWhole = () => {
      const whole = asAddress(text);
      if (whole !== text) store(whole);
      leave();
    };
    return (
      <TextField {...shared} type="url" inputMode="url" placeholder="https://" onText={store} onBlur={leaveWhole} />
    );
  }
  if (kind === 'currency') {
    return (
      <TextField {...shared} maxLength={3} autoCapitalize="characters" onText={(typed) => store(typed.toUpperCase())} />
    );
  }
  return <TextLine {...shared} onText={store} />;
}
