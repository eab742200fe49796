import { type ReactNode, useEffect, useRef } from 'react';
import styles from './PageTitle.module.css';

type Props = {
  title: string;
  /** What the document is called when the heading is a sentence rather than a name. */
  name?: string;
  /** Mono mark above, such as the sheet's code. */
  code?: string;
  children?: ReactNode;
  actions?: ReactNode;
};

/** The heading of a page: names the document and takes the focus when one arrives by navigation. */
export function PageTitle({ title, name = title, code, children, actions }: Props) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${name} - RaptorFlow`;
    // On a first load the browser's own focus is right.
    if (document.activeElement === document.body && performance.now() > 5000) ref.current?.focus();
  }, [name]);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {code ? <p className={styles.code}>{code}</p> : null}
        <h1 ref={ref} tabIndex={-1}>
          {title}
        </h1>
        {children ? <div className={styles.lead}>{children}</div> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </header>
  );
}
