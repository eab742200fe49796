import { Link, useRouterState } from '@tanstack/react-router';
import { useId, useRef } from 'react';
import type { Entry } from './ShellIndex';
import styles from './ShellIndex.module.css';
import { SignOut } from './SignOut';

/** The rest of the index on small screens, in the browser's own popover. */
export function ShellMore({ entries }: { entries: readonly Entry[] }) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const inside = entries.some((entry) => entry.to && path.startsWith(entry.to));
  return (
    <>
      <button type="button" className={styles.entry} popoverTarget={id} data-inside={inside ? '' : undefined}>
        More
      </button>
      <div ref={panel} id={id} popover="auto" className={styles.more}>
        <ul className={styles.rest}>
          {entries.map((entry) => (
            <li key={entry.code}>
              <Link
                to={entry.to}
                className={styles.restEntry}
                activeProps={{ 'aria-current': 'page' }}
                onClick={() => panel.current?.hidePopover()}
              >
                <span>{entry.label}</span>
                <span className={styles.code} aria-hidden="true">
                  {entry.code}
                </span>
              </Link>
            </li>
          ))}
        </ul>
        <SignOut />
      </div>
    </>
  );
}
