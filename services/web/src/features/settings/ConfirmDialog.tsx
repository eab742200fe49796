import { type ReactNode, useId } from 'react';
import { isProblem } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Form } from '@/components/ui/Form';
import { PasswordField } from '@/components/ui/PasswordField';
import { TextField } from '@/components/ui/TextField';
import { useForm } from '@/hooks/use-form';
import { WRONG_PASSWORD } from './rules';
import styles from './Settings.module.css';

export type Confirmation = { confirmation: string; password: string };

type Props<Answer> = {
  title: string;
  /** What has to be typed. */
  words: string;
  action: string;
  pending: string;
  /** Asks for the password as well. */
  password?: boolean;
  children: ReactNode;
  send(confirmation: Confirmation): Promise<Answer>;
  onDone(answer: Answer): unknown;
  onClose(): void;
};

/** A last question before something that cannot be taken back: the words are typed, not clicked. */
export function ConfirmDialog<Answer>(props: Props<Answer>) {
  const { title, words, action, pending, password, children, send, onDone, onClose } = props;
  const id = useId();
  const form = useForm({
    start: { confirmation: '', password: '' },
    check: (typed) => ({
      confirmation: typed.confirmation.trim() === words ? undefined : 'This is not what stands above.',
      password: password && !typed.password ? 'Write your password.' : undefined,
    }),
    send: (typed) => send({ ...typed, confirmation: typed.confirmation.trim() }),
    refused: (error) => (isProblem(error, 'INVALID_CREDENTIALS') ? { password: WRONG_PASSWORD } : {}),
    onDone,
  });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" form={id} pending={form.pending && pending}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      <Form form={form} id={id}>
        <TextField
          label={
            <>
              Type <span className={styles.slug}>{words}</span> to confirm
            </>
          }
          required
          autoComplete="off"
          spellCheck={false}
          {...form.text('confirmation')}
        />
        {password ? (
          <PasswordField label="Password" autoComplete="current-password" {...form.text('password')} />
        ) : null}
      </Form>
    </Dialog>
  );
}
