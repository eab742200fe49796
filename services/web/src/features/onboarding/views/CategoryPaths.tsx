import { useId } from 'react';
import { Notice } from '@/components/ui/Notice';
import { Fields } from '../Fields';
import { useStep } from '../step-context';
import { items, text } from './items';
import { Part } from './parts/Part';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';
import { PathColumn } from './paths/PathColumn';
import { categoryFor, PATHS } from './paths/paths';
import styles from './paths/paths.module.css';

/** Step 9: three ways to be filed by a customer, side by side. */
export function CategoryPaths() {
  const { data, set, leave, error, answers } = useStep();
  const id = useId();
  const proposals = items(data.proposals);
  const selected = text(data.selected_path);
  const wrong = error('/selected_path');
  const later = items(answers(15).items).length > 0;
  const choose = (path: string) => {
    const proposed = text(proposals.find((proposal) => proposal.path === path)?.category);
    const names = proposals.map((proposal) => text(proposal.category));
    set('/selected_path', path);
    const category = categoryFor(proposed, text(data.category), names);
    if (category !== text(data.category)) set('/category', category);
    leave();
  };
  return (
    <View>
      <Part heading="Path">
        {wrong ? (
          <p id={id} className={viewStyles.wrong}>
            {wrong}
          </p>
        ) : null}
        <fieldset className={styles.paths} aria-describedby={wrong ? id : undefined}>
          <legend className="visually-hidden">Path</legend>
          {PATHS.map((path) => (
            <PathColumn
              key={path.path}
              path={path}
              proposal={proposals.find((proposal) => proposal.path === path.path)}
              chosen={selected === path.path}
              wrong={wrong !== undefined}
              onChoose={() => choose(path.path)}
            />
          ))}
        </fieldset>
        {later ? (
          <Notice kind="trace" title="Step 15 follows this path">
            Bold and safe force some decisions of focus and sacrifice. If you change the path, step 15 is completed
            again.
          </Notice>
        ) : null}
      </Part>
      <Part heading="Category name">
        <Fields names={['category']} />
      </Part>
    </View>
  );
}
