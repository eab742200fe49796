import { Stamp } from '@/components/ui/Stamp';
import { TextArea } from '@/components/ui/TextField';
import { words } from '@/lib/format';
import { useStep } from '../../step-context';
import { text } from '../items';
import { Remove } from '../parts/Remove';
import { useList } from '../parts/use-list';
import type { Facing } from './angle';
import styles from './angle.module.css';

/** What the alternative promises and where it is weak, and our answer facing it. */
export function AngleRow({ row: { alternative, entry } }: { row: Facing }) {
  const { error, leave } = useStep();
  const { add, put, remove } = useList('/leverage');
  const name = text(alternative?.name) || 'an alternative that was removed';
  const written = text(entry?.text).trim() !== '';
  const write = (typed: string) => {
    if (!entry) add({ alternative_id: alternative?.id, text: typed });
    else put(entry, 'text', typed);
  };
  return (
    <li className={styles.row} data-written={written ? '' : undefined}>
      <div className={styles.them}>
        <h3>{alternative ? name : 'No longer in step 7'}</h3>
        {alternative ? (
          <>
            {alternative.type ? (
              <p>
                <Stamp>{words(text(alternative.type))}</Stamp>
              </p>
            ) : null}
            <dl className={styles.words}>
              <dt>Promises</dt>
              <dd>{text(alternative.their_promise) || 'Not written down'}</dd>
              <dt>Weak at</dt>
              <dd>{text(alternative.their_weakness) || 'Not written down'}</dd>
              {alternative.your_leverage ? (
                <>
                  <dt>Your leverage</dt>
                  <dd>{text(alternative.your_leverage)}</dd>
                </>
              ) : null}
            </dl>
          </>
        ) : (
          <Remove kind="danger" label="Remove this angle" name="this angle" onRemove={() => entry && remove(entry)} />
        )}
      </div>
      <TextArea
        label={
          <>
            Why a customer chooses us <span className="visually-hidden">over {name}</span>
          </>
        }
        required
        error={entry ? error(`/leverage/${entry.id}/text`) : undefined}
        value={text(entry?.text)}
        onText={write}
        onBlur={leave}
      />
    </li>
  );
}
