import { Link, type LinkProps } from '@tanstack/react-router';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './Button.module.css';

/** A screen has one primary button; `danger` is outlined in the error colour and asks first. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: ButtonKind;
  /** Says what is going on; the button keeps its focus and does nothing meanwhile. */
  pending?: string | false;
  small?: boolean;
};

function look(kind: ButtonKind, small?: boolean) {
  return [styles.button, styles[kind], small && styles.small].filter(Boolean).join(' ');
}

export function Button({ kind = 'secondary', pending = false, small, children, onClick, className, ...rest }: Props) {
  const busy = Boolean(pending);
  return (
    <button
      type="button"
      {...rest}
      className={className ? `${look(kind, small)} ${className}` : look(kind, small)}
      aria-disabled={busy || rest.disabled || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? pending : children}
    </button>
  );
}

type LinkButtonProps = LinkProps & { kind?: ButtonKind; small?: boolean; children: ReactNode };

export function LinkButton({ kind = 'secondary', small, children, ...link }: LinkButtonProps) {
  return (
    <Link {...link} className={look(kind, small)}>
      {children}
    </Link>
  );
}
