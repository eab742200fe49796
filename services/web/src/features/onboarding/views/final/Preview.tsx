import { useQuery } from '@tanstack/react-query';
import { previewQuery } from '@/api/preview';
import { explain } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';
import { Ruler } from '@/components/ui/Ruler';
import { Waiting } from '@/components/ui/Waiting';
import { grouped, words } from '@/lib/format';
import { useDeskOf } from '../../desk-context';
import viewStyles from '../parts/View.module.css';
import styles from './final.module.css';
import { ManifestGroup } from './ManifestGroup';
import { Missing } from './Missing';

const BUDGET = 1200;
const TICKS = 12;

/** The manifest as it would be built now, measured against its budget. */
export function Preview() {
  const { sid } = useDeskOf();
  const { data, error, refetch, isFetching } = useQuery(previewQuery(sid));
  if (error) {
    return (
      <Notice
        kind="error"
        title="The preview could not be built"
        actions={
          <Button small pending={isFetching && 'Trying…'} onClick={() => refetch()}>
            Try again
          </Button>
        }
      >
        {explain(error)} Your answers are safe, and you can go on without it.
      </Notice>
    );
  }
  if (!data) return <Waiting lines={5} label="Building the preview" />;
  const { manifest, token_count: tokens, token_budget: budget, compression_level: level, dropped, missing } = data;
  const most = budget ?? BUDGET;
  return (
    <>
      <Missing steps={missing} />
      {manifest ? (
        <>
          <Ruler
            label="Length"
            value={tokens ?? 0}
            max={most}
            text={`${grouped(tokens ?? 0)} of ${grouped(most)} tokens`}
            ticks={TICKS}
          />
          <p className={viewStyles.note}>
            This is the one text that everything written for you starts from.{' '}
            {level && level !== 'none'
              ? `It was condensed (${level}) to fit; the least important details were left out.`
              : 'Nothing had to be left out.'}
          </p>
          <div>
            {Object.entries(manifest).map(([name, group]) =>
              name === 'meta' || name === 'schema_version' ? null : (
                <ManifestGroup key={name} name={name} value={group} />
              ),
            )}
            {dropped.length > 0 ? (
              <details className={styles.group}>
                <summary>Left out or shortened</summary>
                <ul className={styles.values}>
                  {dropped.map((path) => (
                    <li key={path}>{words(path.replaceAll('.', ', ').replaceAll('/', ' '))}</li>
                  ))}
                </ul>
              </details>
            ) : null}
          </div>
        </>
      ) : (
        <p className={viewStyles.note}>
          The preview appears once company name, value proposition and a customer profile are completed.
        </p>
      )}
    </>
  );
}
