import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Select } from '@/components/ui/Select';
import type { HistoryEntry } from '@/lib/bcm/history';
import { date } from '@/lib/format';
import styles from './BCMDifference.module.css';
import { DifferenceLines } from './DifferenceLines';

type Props = { from: string; to: string; versions: readonly HistoryEntry[]; onClose(): void };

/** What is different between two versions, in words. */
export function BCMDifference({ from: initialFrom, to: initialTo, versions, onClose }: Props) {
  const [from, setFrom] = useState(initialFrom);
  const [to, setTo] = useState(initialTo);
  const choices = versions.map((entry) => ({
    value: entry.version,
    label: `${entry.version}, ${date(entry.created_at)}`,
  }));
  return (
    <Dialog
      title="Changes between versions"
      onClose={onClose}
      wide
      actions={
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className={styles.pair}>
        <Select label="From" required choices={choices} value={from} onValue={(value) => value && setFrom(value)} />
        <Select label="To" required choices={choices} value={to} onValue={(value) => value && setTo(value)} />
      </div>
      {from === to ? <p>Choose two different versions.</p> : <DifferenceLines from={from} to={to} />}
    </Dialog>
  );
}
