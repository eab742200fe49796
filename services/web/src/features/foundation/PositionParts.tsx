import type { ManifestContent } from '@/api/context';
import { term } from '@/lib/bcm/readable';
import { AlternativeTable } from './AlternativeTable';
import { Chapter } from './Chapter';
import styles from './Foundation.module.css';
import { Part } from './Part';

export function PositionParts({ content: { competitive, messaging } }: { content: ManifestContent }) {
  const alternatives = competitive?.alternatives ?? [];
  const deltas = competitive?.positioning_delta ?? [];
  return (
    <Chapter id="positioning" title="Positioning">
      <Part title="Statement" step={14}>
        {messaging?.positioning_statement && <p className={styles.statement}>{messaging.positioning_statement}</p>}
      </Part>
      <Part title="Category" step={9}>
        {competitive?.category && (
          <p>
            {competitive.category}
            {competitive.category_path ? (
              <span className={styles.note}> {term(competitive.category_path)} path</span>
            ) : null}
          </p>
        )}
      </Part>
      <Part title="Where we win" step={8}>
        {(competitive?.differentiation || deltas.length > 0) && (
          <>
            {competitive?.differentiation ? <p>{competitive.differentiation}</p> : null}
            {deltas.map((delta) => (
              <p key={delta.axis}>
                <strong>{term(delta.axis)}:</strong>{' '}
                {[delta.our_position, delta.differentiation].filter(Boolean).join('. ')}
              </p>
            ))}
          </>
        )}
      </Part>
      <Part title="Alternatives" step={7}>
        {alternatives.length > 0 && <AlternativeTable alternatives={alternatives} />}
      </Part>
    </Chapter>
  );
}
