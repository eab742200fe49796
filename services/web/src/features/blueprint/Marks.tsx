import { Facts } from '@/components/ui/Facts';
import { Notice } from '@/components/ui/Notice';
import { Ruler } from '@/components/ui/Ruler';
import { Revision, Stamp } from '@/components/ui/Stamp';
import { Waiting } from '@/components/ui/Waiting';
import styles from './Blueprint.module.css';

const STAMPS = ['plain', 'done', 'draft', 'stale', 'wrong', 'active'] as const;
const NOTICES = ['info', 'trace', 'error', 'done'] as const;

export function Marks() {
  return (
    <div className={styles.set}>
      <div className={styles.row}>
        {STAMPS.map((kind) => (
          <Stamp key={kind} kind={kind}>
            {kind}
          </Stamp>
        ))}
        <Revision version="1.2.0" />
      </div>
      {NOTICES.map((kind) => (
        <Notice key={kind} kind={kind} title={kind}>
          A remark on the sheet.
        </Notice>
      ))}
      <Ruler label="A length" value={7} max={10} text="7 of 10" ticks={5} />
      <Facts
        facts={[
          { label: 'A name', value: 'and a value' },
          { label: 'देवनागरी', value: 'शहर में बसी पहाड़ी माँ' },
          { label: 'An amount', value: '₹1,00,000' },
        ]}
      />
      <Waiting lines={3} />
    </div>
  );
}
