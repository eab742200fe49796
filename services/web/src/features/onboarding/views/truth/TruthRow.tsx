import type { Ref } from 'react';
import { Button } from '@/components/ui/Button';
import { Checkbox } from '@/components/ui/Choices';
import { useSay } from '../../say-context';
import { useStep } from '../../step-context';
import { type Item, text } from '../items';
import { Cell } from '../parts/Cell';
import { More } from '../parts/More';
import { Remove } from '../parts/Remove';
import { needsReview } from './truth';
import styles from './truth.module.css';

type Props = { row: Item; place: number; arrive: Ref<HTMLTableSectionElement> | undefined };

export function TruthRow({ row, place, arrive }: Props) {
  const { data, set } = useStep();
  const say = useSay();
  const at = `/truth_sheet/${row.id}`;
  const name = text(row.label) || `row ${place}`;
  const changed = () => set(`${at}/status`, 'edited');
  return (
    <tbody ref={arrive} id={`truth-${row.id}`} className={styles.row} data-open={needsReview(row) ? '' : undefined}>
      <tr>
        <td data-label="Category">
          <Cell pointer={`${at}/category`} label={`Category of ${name}`} />
        </td>
        <td data-label="Label" className={styles.strong}>
          <Cell pointer={`${at}/label`} label={`Label of row ${place}`} placeholder="What it is about" lines />
        </td>
        <td data-label="Value">
          <Cell
            pointer={`${at}/value`}
            label={`Value of ${name}`}
            placeholder="What is true"
            lines
            onChanged={changed}
          />
        </td>
        <td data-label="Source">
          <Cell pointer={`${at}/source`} label={`Source of ${name}`} placeholder="Where it stands" lines />
        </td>
        <td data-label="Confidence">
          <Cell pointer={`${at}/confidence`} label={`Confidence in ${name}`} />
        </td>
        <td data-label="Status">
          <Cell pointer={`${at}/status`} label={`Status of ${name}`} />
        </td>
      </tr>
      <tr className={styles.below}>
        <td colSpan={4}>
          {data.locked === true && !row.stakeholder_notes ? null : (
            <More label={row.stakeholder_notes ? 'Notes, proof' : 'Add notes or proof'} of={name}>
              <div className={styles.details}>
                <Cell framed lines pointer={`${at}/stakeholder_notes`} label="Notes from the team" />
                <Checkbox
                  label="Proof is linked"
                  checked={row.proof_linked === true}
                  onChecked={(on) => set(`${at}/proof_linked`, on)}
                />
                <Remove
                  kind="danger"
                  label="Remove this row"
                  name={name}
                  empty={!row.value}
                  onRemove={() => set(at, undefined)}
                />
              </div>
            </More>
          )}
        </td>
        <td colSpan={2} className={styles.end}>
          {needsReview(row) ? (
            <Button
              small
              name="confirm"
              onClick={() => {
                set(`${at}/status`, 'confirmed');
                say(`${name} is confirmed`);
              }}
            >
              Confirm <span className="visually-hidden">{name}</span>
            </Button>
          ) : null}
        </td>
      </tr>
    </tbody>
  );
}
