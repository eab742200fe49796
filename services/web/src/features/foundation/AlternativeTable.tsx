import type { ManifestContent } from '@/api/context';
import { alternativeWord } from '@/lib/bcm/readable';
import styles from './Foundation.module.css';

type Alternatives = NonNullable<NonNullable<ManifestContent['competitive']>['alternatives']>;

/** What customers do instead, with what it is good and bad at. */
export function AlternativeTable({ alternatives }: { alternatives: Alternatives }) {
  const weak = alternatives.some((one) => one.weaknesses?.length);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Alternative</th>
          <th scope="col">Strong in</th>
          {weak ? <th scope="col">Weak in</th> : null}
        </tr>
      </thead>
      <tbody>
        {alternatives.map((one) => (
          <tr key={one.name}>
            <th scope="row">
              {one.name}
              <span className={styles.note}> {alternativeWord(one.type)}</span>
            </th>
            <td data-label="Strong in">{one.strengths?.join(', ') || 'Not noted'}</td>
            {weak ? <td data-label="Weak in">{one.weaknesses?.join(', ') || 'Not noted'}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
