import { type ReactNode, useEffect, useRef } from 'react';
import type { FormState } from '@/hooks/use-form';
import { Button, type ButtonKind } from './Button';
import styles from './Form.module.css';
import { Notice } from './Notice';

type Props = {
  form: FormState;
  children: ReactNode;
  /** For a button that stands outside of it. */
  id?: string;
  /** What its button does, what it says meanwhile, and what is said of it afterwards. */
  action?: { label: string; pending: string; done?: string; kind?: ButtonKind };
  /** Beside the button. */
  aside?: ReactNode;
};

/** The element of `useForm`: its fields, what was refused, its button and what came of it. The first wrong field takes the focus. */
export function Form({ form, children, id, action, aside }: Props) {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (Object.keys(form.faults).length > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [form.faults]);

  return (
    <form
      ref={ref}
      id={id}
      className={styles.form}
      // A form that is sent before its script runs must not put a password into the address.
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      {children}
      {form.failure ? <Notice kind="error">{form.failure}</Notice> : null}
      {action ? (
        <div className={styles.foot}>
          <Button kind={action.kind ?? 'primary'} type="submit" pending={form.pending && action.pending}>
            {action.label}
          </Button>
          {action.done ? (
            <p className={styles.done} role="status">
              {form.done ? action.done : ''}
            </p>
          ) : null}
          {aside}
        </div>
      ) : null}
    </form>
  );
}
