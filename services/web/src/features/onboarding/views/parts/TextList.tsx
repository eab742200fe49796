import { Button } from '@/components/ui/Button';
import { valueAt } from '@/lib/autosave/merge3';
import { ruleAt } from '@/lib/steps/pointers';
import { useStep } from '../../step-context';
import { article, texts } from '../items';
import { Cell } from './Cell';
import { Remove } from './Remove';
import styles from './TextList.module.css';
import { useArrival } from './use-arrival';
import viewStyles from './View.module.css';

type Props = {
  pointer: string;
  /** Heading of the list. */
  label: string;
  /** One line of it, such as "statement". */
  one: string;
  /** Before each line, such as + or −. */
  sign?: string;
  /** Tells this list from its twins for those who do not see its place. */
  of?: string;
};

/** A few lines of text, each edited in its place. */
export function TextList({ pointer, label, one, sign, of }: Props) {
  const { step, data, set } = useStep();
  const lines = texts(valueAt(data, pointer));
  const arrival = useArrival();
  const most = ruleAt(step.fields, pointer)?.max_items ?? Number.POSITIVE_INFINITY;
  const place = of ? `${one} of ${of}` : one;
  return (
    <fieldset>
      <legend className={styles.name}>{label}</legend>
      <ul className={viewStyles.list}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <li key={index} className={styles.entry} ref={arrival.ref(String(index))}>
            <span className={styles.sign} aria-hidden="true">
              {sign ?? index + 1}
            </span>
            <Cell pointer={`${pointer}/${index}`} label={`${label}, ${place} ${index + 1}`} lines />
            <span className={styles.remove}>
              <Remove
                name={`${place} ${index + 1}`}
                empty={!line}
                onRemove={() => set(pointer, lines.toSpliced(index, 1))}
              />
            </span>
          </li>
        ))}
      </ul>
      {lines.length < most ? (
        <Button
          small
          kind="quiet"
          className={viewStyles.add}
          onClick={() => {
            arrival.await(String(lines.length));
            set(pointer, [...lines, '']);
          }}
        >
          Add {article(one)} {of ? <span className="visually-hidden">to {of}</span> : null}
        </Button>
      ) : null}
    </fieldset>
  );
}
