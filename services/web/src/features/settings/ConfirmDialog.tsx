import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { explain, isProblem } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Notice } from '@/components/ui/Notice';
import { TextField } from '@/components/ui/TextField';
import styles from './Settings.module.css';

type Props = {
  title: string;
  /** What has to be typed. */
  words: string;
  action: string;
  pending: string | false;
  error: unknown;
  /** Asks for the password as well. */
  password?: boolean;
  children: ReactNode;
  onConfirm(words: string, password: string): void;
  onClose(): void;
};

/** A last question before something that cannot be taken back: the words are typed, not clicked. */
export function ConfirmDialog({ title, words, action, pending, error, password, children, onConfirm, onClose }: Props) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState('');
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(0);
  const differs = typed.trim() !== words;
  const missing = password && !secret;
  const wrongSecret = isProblem(error, 'INVALID_CREDENTIALS');

  useEffect(() => {
    if (tried || wrongSecret) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [tried, wrongSecret]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried((count) => count + 1);
    if (!differs && !missing) onConfirm(typed.trim(), secret);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" form={id} pending={pending}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      <form id={id} ref={form} method="post" className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={
            <>
              Type <span className={styles.slug}>{words}</span> to confirm
            </>
          }
          required
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onText={setTyped}
          error={tried && differs ? 'This is not what stands above.' : undefined}
        />
        {password ? (
          <TextField
            label="Password"
            required
            type="password"
            autoComplete="current-password"
            value={secret}
            onText={setSecret}
            error={wrongSecret ? 'This is not your password.' : tried && missing ? 'Write your password.' : undefined}
          />
        ) : null}
      </form>
      {error && !wrongSecret ? (
        <Notice kind="error">
          <p>{explain(error)}</p>
        </Notice>
      ) : null}
    </Dialog>
  );
}
