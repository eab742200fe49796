import type { Cycle } from '@/api/payments';
import styles from './CycleSwitch.module.css';

const CYCLES: readonly { value: Cycle; label: string }[] = [
  { value: 'monthly', label: 'Monthly' },
  { value: 'yearly', label: 'Yearly' },
];

type Props = {
  cycle: Cycle;
  onCycle(cycle: Cycle): void;
  /** Beside "Yearly", such as what it saves. */
  saving?: string;
};

/** By the month or by the year. */
export function CycleSwitch({ cycle, onCycle, saving }: Props) {
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">How often to pay</legend>
      {CYCLES.map(({ value, label }) => (
        <label key={value} className={styles.side}>
          <input
            type="radio"
            name="cycle"
            value={value}
            checked={cycle === value}
            onChange={() => onCycle(value)}
            className={styles.radio}
          />
          <span>{label}</span>
          {value === 'yearly' && saving ? <span className={styles.saving}>{saving}</span> : null}
        </label>
      ))}
    </fieldset>
  );
}
