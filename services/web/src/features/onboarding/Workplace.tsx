import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { keepFocus } from './keep-focus';
import { SayContext } from './say-context';
import styles from './Workplace.module.css';

/** Where a step is worked on: what was just done is read out, and the focus stays when what was pressed is gone. */
export function Workplace({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState({ words: '', turn: 0 });
  const say = useCallback((words: string) => setSaid(({ turn }) => ({ words, turn: turn + 1 })), []);
  useEffect(() => (place.current ? keepFocus(place.current) : undefined), []);
  return (
    <SayContext value={say}>
      <div ref={place} className={styles.place}>
        {children}
        <p role="status" className="visually-hidden">
          {/* A new element each time: the same words twice are read twice. */}
          <span key={said.turn}>{said.words}</span>
        </p>
      </div>
    </SayContext>
  );
}
