import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Checkbox, Choices } from '@/components/ui/Choices';
import { Dialog } from '@/components/ui/Dialog';
import { PasswordField } from '@/components/ui/PasswordField';
import { Select } from '@/components/ui/Select';
import { Tabs } from '@/components/ui/Tabs';
import { TextArea, TextField } from '@/components/ui/TextField';
import styles from './Blueprint.module.css';

const KINDS = ['primary', 'secondary', 'quiet', 'danger'] as const;
const CHOICES = [
  { value: 'safe', label: 'Safe' },
  { value: 'bold', label: 'Bold' },
];

export function Controls() {
  const [text, setText] = useState('');
  const [choice, setChoice] = useState<string | undefined>('safe');
  const [checked, setChecked] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.set}>
      <div className={styles.row}>
        {KINDS.map((kind) => (
          <Button key={kind} kind={kind}>
            {kind}
          </Button>
        ))}
        <Button pending="Working…">Pending</Button>
        <Button small onClick={() => setOpen(true)}>
          Open a dialog
        </Button>
      </div>
      <TextField label="A line" help="With help." value={text} onText={setText} required />
      <TextField label="A wrong line" error="Write at least 10 characters." value={text} onText={setText} />
      <TextArea label="Several lines" value={text} onText={setText} mark={`${text.length} / 500`} />
      <PasswordField label="A password" autoComplete="off" value={text} onText={setText} />
      <Select label="One of many" choices={CHOICES} value={choice} onValue={setChoice} />
      <Choices label="One of a few" choices={CHOICES} value={choice} onValue={setChoice} />
      <Checkbox label="Yes or no" checked={checked} onChecked={setChecked} />
      <Tabs
        label="Drawings"
        tabs={[
          { id: 'safe', label: 'First' },
          { id: 'bold', label: 'Second' },
        ]}
        selected={choice ?? 'safe'}
        onSelect={setChoice}
      >
        <p>The drawing that is selected.</p>
      </Tabs>
      {open ? (
        <Dialog
          title="A question"
          actions={<Button onClick={() => setOpen(false)}>Close</Button>}
          onClose={() => setOpen(false)}
        >
          <p>It keeps the focus inside and gives it back.</p>
        </Dialog>
      ) : null}
    </div>
  );
}
