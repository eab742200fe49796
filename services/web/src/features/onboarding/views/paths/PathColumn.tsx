import { Button } from '@/components/ui/Button';
import { words } from '@/lib/format';
import { useArrival } from '../../use-arrival';
import type { Item } from '../items';
import { Cell } from '../parts/Cell';
import { useList } from '../parts/use-list';
import viewStyles from '../parts/View.module.css';
import { Level } from './Level';
import { PathDrawing } from './PathDrawing';
import { Points } from './Points';
import { LEVELS, type Path } from './paths';
import styles from './paths.module.css';

type Props = { path: Path; proposal: Item | undefined; chosen: boolean; wrong: boolean; onChoose(): void };

export function PathColumn({ path, proposal, chosen, wrong, onChoose }: Props) {
  const { add } = useList('/proposals');
  const arrival = useArrival();
  const name = words(path.path);
  const at = `/proposals/${proposal?.id}`;
  return (
    <section className={styles.path} data-chosen={chosen ? '' : undefined} aria-label={`${name} path`}>
      <label className={styles.choice}>
        <input
          type="radio"
          name="selected_path"
          value={path.path}
          checked={chosen}
          onChange={onChoose}
          aria-invalid={wrong || undefined}
        />
        <span className={styles.name}>{name}</span>
        <span className={styles.mark}>{chosen ? 'chosen' : ''}</span>
      </label>
      <PathDrawing path={path.path} />
      <p className={styles.says}>{path.says}</p>
      <dl className={styles.levels}>
        <Level name="Effort" level={path.effort} word={LEVELS[path.effort - 1] ?? ''} />
        <Level name="Education" level={path.education} word={LEVELS[path.education - 1] ?? ''} />
        <Level name="Pricing" level={path.price} word={path.pricing} />
      </dl>
      {proposal ? (
        <div ref={arrival.ref(proposal.id)} className={styles.proposal}>
          <div className={styles.category}>
            <Cell framed pointer={`${at}/category`} label="Proposed category" lines />
          </div>
          <Cell framed pointer={`${at}/rationale`} label="Why it would work" lines />
          <Points pointer={`${at}/pros`} label="For it" sign="+" of={path.path} />
          <Points pointer={`${at}/cons`} label="Against it" sign="−" of={path.path} />
        </div>
      ) : (
        <Button small kind="quiet" className={viewStyles.add} onClick={() => arrival.await(add({ path: path.path }))}>
          Write down a {path.path} proposal
        </Button>
      )}
    </section>
  );
}
