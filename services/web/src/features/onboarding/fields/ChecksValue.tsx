import { CheckList } from '@/components/ui/CheckList';
import { useReferences } from './use-references';
import { useValue, type ValueProps } from './use-value';

/** Several of a fixed set. */
export function ChecksValue(props: ValueProps) {
  const { value, put, readOnly, wiring } = useValue(props);
  const { choices, none } = useReferences(props.field.item ?? props.field);
  const chosen = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  const most = props.field.max_items;
  return (
    <CheckList
      {...wiring}
      help={choices.length === 0 ? none : wiring.help}
      mark={most !== undefined && most < choices.length ? `${chosen.length} of at most ${most}` : undefined}
      choices={choices}
      chosen={chosen}
      full={most !== undefined && chosen.length >= most}
      onChosen={(next) => put(next.length > 0 ? next : undefined)}
      disabled={readOnly}
    />
  );
}
