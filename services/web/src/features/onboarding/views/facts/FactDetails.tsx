import { Checkbox } from '@/components/ui/Choices';
import { useStep } from '../../step-context';
import { type Item, text, texts } from '../items';
import { Cell } from '../parts/Cell';
import { More } from '../parts/More';
import { Remove } from '../parts/Remove';
import viewStyles from '../parts/View.module.css';
import styles from './facts.module.css';

type Props = { fact: Item; evidence: readonly Item[]; onMove(): void };

/** Category, confidence and what the fact rests on. */
export function FactDetails({ fact, evidence, onMove }: Props) {
  const { set } = useStep();
  const at = `/facts/${fact.id}`;
  const sources = texts(fact.sources);
  const choices = [
    ...evidence.map((item) => ({ id: item.id, name: text(item.name) })),
    { id: 'manual', name: 'Your own knowledge' },
  ];
  return (
    <More label="Details" of={text(fact.label) || 'this fact'}>
      <div className={styles.details}>
        <div className={viewStyles.grid}>
          <Cell framed pointer={`${at}/category`} label="Category" onChanged={onMove} />
          <Cell framed pointer={`${at}/confidence`} label="Confidence, 0 to 100" />
        </div>
        <fieldset>
          <legend className={styles.legend}>Sources</legend>
          {choices.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={sources.includes(id)}
              onChecked={(on) =>
                set(`${at}/sources`, on ? [...sources, id] : sources.filter((source) => source !== id))
              }
            />
          ))}
        </fieldset>
        <Remove
          kind="danger"
          label="Remove this fact"
          name={text(fact.label) || 'this fact'}
          empty={!fact.value}
          onRemove={() => set(at, undefined)}
        />
      </div>
    </More>
  );
}
