import { FieldGroup } from '@/components/ui/FieldGroup';
import { Fields } from '../Fields';
import { useStep } from '../step-context';
import styles from './Fields.module.css';
import type { ValueProps } from './use-value';

/** Fields that belong together. */
export function ObjectValue({ field, pointer }: ValueProps) {
  const { error } = useStep();
  return (
    <FieldGroup label={field.label} help={field.help} error={error(pointer)} required className={styles.object}>
      <Fields parent={pointer} />
    </FieldGroup>
  );
}
