import { Select } from '@/components/ui/Select';
import { TextArea, TextField, TextLine } from '@/components/ui/TextField';
import { type Json, valueAt } from '@/lib/autosave/merge3';
import { ruleAt } from '@/lib/steps/pointers';
import { useTyped } from '../../fields/use-typed';
import { useStep } from '../../step-context';
import { choicesAt, text } from '../items';

type Props = {
  /** Into the step's data; list steps are ids. */
  pointer: string;
  /** Names the value and, in a list, its item. */
  label: string;
  /** Wraps over several lines. */
  lines?: boolean;
  /** With a visible label and edge. */
  framed?: boolean;
  placeholder?: string;
  help?: string;
  /** Called with each change, after it was put. */
  onChanged?(): void;
  /** Of a `datalist` with words to choose from. */
  list?: string;
};

/** One value of the step, edited where it is read: a text, a number or a choice, as the step's description has it. */
export function Cell({ pointer, label, lines, framed, placeholder, help, onChanged, list }: Props) {
  const { step, data, set, error, leave } = useStep();
  const rule = ruleAt(step.fields, pointer);
  const value = valueAt(data, pointer);
  const required = rule !== undefined && 'required' in rule && rule.required === true;
  const shared = { label, help, error: error(pointer), required, bare: !framed, onBlur: leave };
  const put = (next: Json | undefined) => {
    set(pointer, next);
    onChanged?.();
  };
  const typed = useTyped(value, put);
  if (rule?.type === 'choice') {
    return <Select {...shared} choices={choicesAt(step.fields, pointer)} value={text(value)} onValue={put} />;
  }
  if (rule?.type === 'integer' || rule?.type === 'decimal') {
    return (
      <TextField
        {...shared}
        inputMode={rule.type === 'integer' ? 'numeric' : 'decimal'}
        placeholder={placeholder ?? ' '}
        value={typed.text}
        onText={typed.type}
        onBlur={() => {
          typed.leave();
          leave();
        }}
      />
    );
  }
  const words = {
    ...shared,
    placeholder: placeholder ?? ' ',
    value: text(value),
    onText: (typed: string) => put(typed || undefined),
  };
  if (list) return <TextField {...words} list={list} />;
  return lines ? <TextArea {...words} /> : <TextLine {...words} />;
}
