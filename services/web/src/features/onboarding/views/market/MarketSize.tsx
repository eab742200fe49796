import { useState } from 'react';
import { TextField } from '@/components/ui/TextField';
import { grouped } from '@/lib/format';
import { fieldsAt } from '@/lib/steps/pointers';
import { useTyped } from '../../fields/use-typed';
import { useStep } from '../../step-context';
import { doc, number } from '../items';
import { Cell } from '../parts/Cell';
import { inWords, type Size } from './market';
import styles from './market.module.css';

type Props = { size: Size; tam: number | undefined; currency: string; broken: boolean };

const PERCENT = new Intl.NumberFormat('en-IN', { style: 'percent', maximumFractionDigits: 2 });

/** What a part is worth a year, in digits and beside them in lakh and crore. */
export function MarketSize({ size, tam, currency, broken }: Props) {
  const { step, data, set, error, leave } = useStep();
  const at = `/${size}`;
  const field = fieldsAt(step.fields, '').find((candidate) => candidate.name === size);
  const value = number(doc(data[size]).value);
  const typed = useTyped(doc(data[size]).value, (next) => set(`${at}/value`, next));
  const [writing, setWriting] = useState(false);
  const share = size !== 'tam' && value !== undefined && tam ? PERCENT.format(value / tam) : '';
  const marks = [value === undefined ? '' : inWords(value), share && `${share} of total`].filter(Boolean).join(', ');
  return (
    <fieldset className={styles.size} data-size={size}>
      <legend className={styles.legend}>{field?.label}</legend>
      <p className={styles.help}>{field?.help}</p>
      <TextField
        label={`Value a year, ${currency}`}
        error={error(`${at}/value`) ?? (broken ? 'Larger than the market it is a part of.' : undefined)}
        inputMode="numeric"
        autoComplete="off"
        value={writing || value === undefined ? typed.text : grouped(value)}
        onText={typed.type}
        onFocus={() => setWriting(true)}
        onBlur={() => {
          setWriting(false);
          typed.leave();
          leave();
        }}
      />
      <p className={styles.words}>{marks || ' '}</p>
      <Cell framed pointer={`${at}/growth_rate`} label="Growth a year in %" />
      <Cell framed lines pointer={`${at}/description`} label="How it was arrived at" />
    </fieldset>
  );
}
