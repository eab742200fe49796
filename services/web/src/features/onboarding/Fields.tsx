import type { StepField } from '@/api/onboarding';
import { valueAt } from '@/lib/autosave/merge3';
import { answerable, fieldsAt } from '@/lib/steps/pointers';
import styles from './Fields.module.css';
import { FieldFor } from './fields/FieldFor';
import { isLong } from './fields/kind';
import { isOffered } from './fields/offered';
import { useStep } from './step-context';

type Props = {
  /** Only these members; all that a founder answers when absent. */
  names?: readonly string[];
  /** Pointer to the object that holds them, such as `/icps/<id>`; the step's data when absent. */
  parent?: string;
};

/** Inputs for a step as its published description has it, under the headings of its groups. */
export function Fields({ names, parent = '' }: Props) {
  const { step, data } = useStep();
  const isAsked = (field: StepField) =>
    answerable(field) && isOffered(step, field, valueAt(data, `${parent}/${field.name}`));
  const fields = fieldsAt(step.fields, parent).filter(
    (field) => isAsked(field) && (!names || names.includes(field.name)),
  );
  const groups = grouped(fields);
  return (
    <div className={styles.groups}>
      {groups.map(({ title, fields }) => (
        <section
          key={fields[0]?.name}
          className={styles.group}
          aria-label={groups.length > 1 ? title : undefined}
          data-named={title === fields[0]?.label ? '' : undefined}
        >
          {title && groups.length > 1 && title !== fields[0]?.label ? <h2 className={styles.title}>{title}</h2> : null}
          <div className={styles.fields}>
            {fields.map((field) => (
              <div key={field.name} className={styles.cell} data-long={isLong(field) ? '' : undefined}>
                <FieldFor field={field} pointer={`${parent}/${field.name}`} />
              </div>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function grouped(fields: readonly StepField[]): { title?: string; fields: StepField[] }[] {
  const groups: { title?: string; fields: StepField[] }[] = [];
  for (const field of fields) {
    const last = groups.find((group) => group.title === field.group);
    if (last) last.fields.push(field);
    else groups.push({ title: field.group, fields: [field] });
  }
  return groups;
}
