import { useId } from 'react';
import { useStep } from '../../step-context';
import { type Item, items, text } from '../items';
import { Cell } from '../parts/Cell';
import { Ledger } from '../parts/Ledger';

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
      <datalist id={id}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Ledger
        pointer={`${at}/competitors`}
        caption={`Others on the map ${text(option.name)}`}
        one="rival"
        lead={
          <tr>
            <th scope="row">Us</th>
            <td data-label={across}>
              <Cell pointer={`${at}/x_value`} label={`${across}, us`} />
            </td>
            <td data-label={up}>
              <Cell pointer={`${at}/y_value`} label={`${up}, us`} />
            </td>
            <td />
          </tr>
        }
        fresh={{ name: known[0] ?? '', x: 50, y: 50 }}
        columns={[
          { name: 'name', label: 'On the map', list: id },
          { name: 'x', label: across, size: 'narrow' },
          { name: 'y', label: up, size: 'narrow' },
        ]}
      />
    </div>
  );
}
