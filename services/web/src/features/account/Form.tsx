import { type ReactNode, useEffect, useRef } from 'react';
import styles from './Form.module.css';

type Props = {
  children: ReactNode;
  onSend(): void;
  /** The server found something wrong with a field. */
  wrong: boolean;
};

/** Leads to the first field that is wrong, whoever found it. */
export function Form({ children, onSend, wrong }: Props) {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (wrong) lead(ref.current);
  }, [wrong]);

  return (
    <form
      ref={ref}
      className={styles.form}
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
        requestAnimationFrame(() => lead(ref.current));
      }}
    >
      {children}
    </form>
  );
}

function lead(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
}
