import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import styles from './Dialog.module.css';

type Props = {
  title: string;
  children: ReactNode;
  /** Buttons, the safe one first. */
  actions: ReactNode;
  /** Escape or a click outside; leave it out for a dialog that must be answered. */
  onClose?(): void;
  /** For long contents to read. */
  wide?: boolean;
};

/** A modal question. Native: focus stays inside and returns to where it came from. */
export function Dialog({ title, children, actions, onClose, wide }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the element leaves the page: only then does the focus return.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={wide ? `${styles.dialog} ${styles.wide}` : styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <h2 id={id}>{title}</h2>
      <div className={styles.body}>{children}</div>
      <div className={styles.actions}>{actions}</div>
    </dialog>
  );
}
