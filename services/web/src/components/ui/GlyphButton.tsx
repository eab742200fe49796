import type { ButtonHTMLAttributes } from 'react';
import styles from './GlyphButton.module.css';

const PATHS = { up: 'M3 9 8 4 13 9M8 4V13', down: 'M3 7 8 12 13 7M8 12V3', remove: 'M4 4 12 12M12 4 4 12' } as const;

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  glyph: keyof typeof PATHS;
  /** What it does, to what: read out and shown on pointing. */
  name: string;
};

/** A small tool of a dense list. */
export function GlyphButton({ glyph, name, ...rest }: Props) {
  return (
    <button type="button" {...rest} className={styles.glyph} aria-label={name} title={name}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={PATHS[glyph]} />
      </svg>
    </button>
  );
}
