import { useId } from 'react';
import { useStep } from '../../step-context';
import { type Item, items, text } from '../items';
import { Cell } from '../parts/Cell';
import { Ledger } from '../parts/Ledger';
import viewStyles from '../parts/View.module.css';

/** The same map as numbers; rivals are added and removed here. */
export function MapTable({ option }: { option: Item }) {
  const { answers } = useStep();
  const id = useId();
  const at = `/options/${option.id}`;
  const drawn = items(option.competitors).map((rival) => text(rival.name));
  const known = items(answers(7).alternatives)
    .map((alternative) => text(alternative.name))
    .filter((name) => name && !drawn.includes(name));
  const across = text(option.x_axis_label) || 'Horizontal';
  const up = text(option.y_axis_label) || 'Vertical';
  return (
    <div>
      <div className={viewStyles.grid}>
        <Cell framed pointer={`${at}/x_value`} label={`Us, ${across}`} />
        <Cell framed pointer={`${at}/y_value`} label={`Us, ${up}`} />
      </div>
      <datalist id={id}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Ledger
        pointer={`${at}/competitors`}
        caption={`Others on the map ${text(option.name)}`}
        one="rival"
        fresh={{ name: known[0] ?? '', x: 50, y: 50 }}
        columns={[
          { name: 'name', label: 'Others on the map', list: id },
          { name: 'x', label: across, size: 'narrow' },
          { name: 'y', label: up, size: 'narrow' },
        ]}
      />
    </div>
  );
}
