import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { explain, faultsOf, isSessionOver } from '@/api/problem';
import { useSingle } from './use-single';

/** What is wrong, one sentence to a field. */
export type Faults<Name extends string> = Partial<Record<Name, string>>;

type Options<Values, Name extends string, Answer> = {
  /** What stands in the fields at first. They are called as the members of the body, so that the server's pointers find them. */
  start: Values;
  /** What is plainly wrong, so that it need not be sent. */
  check(values: Values): Faults<Name>;
  send(values: Values): Promise<Answer>;
  onDone?(answer: Answer): unknown;
  onRefused?(error: unknown): void;
  /** What a refusal means for single fields, where the server names none. */
  refused?(error: unknown): Faults<Name>;
  /** What the codes of a refusal mean here. */
  words?: Readonly<Record<string, string>>;
  /** Nothing written stays once it is done. */
  forgets?: boolean;
};

/** What the element of a form needs to know. */
export type FormState = {
  submit(): void;
  /** What was found wrong; another object each time that something was looked for. */
  faults: object;
  pending: boolean;
  /** Sent and accepted, and not written in since. */
  done: boolean;
  /** Why it was refused, unless that is told at a field or by signing in again. */
  failure: string | undefined;
};

/**
 * A form of few fields: looks at them when it is sent, sends what is right once, and tells what was found wrong, by itself or by the
 * server, at its field until that is written in.
 */
export function useForm<Values extends Record<string, string>, Answer>(
  options: Options<Values, Extract<keyof Values, string>, Answer>,
) {
  type Name = Extract<keyof Values, string>;
  const { check, send, onDone, onRefused, refused, words, forgets } = options;
  const [start] = useState(options.start);
  const [values, setValues] = useState(start);
  const [faults, setFaults] = useState<Faults<Name>>({});
  const [mended, setMended] = useState<readonly Name[]>([]);

  const tell = (found: Record<string, string | undefined>) => {
    const named = Object.entries(found).filter(([name, fault]) => name in start && fault);
    setFaults(Object.fromEntries(named) as Faults<Name>);
    setMended([]);
    return named.length > 0;
  };

  const sending = useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      if (forgets) setValues(start);
      return onDone?.(answer);
    },
    onError: (error) => {
      tell({ ...faultsOf(error), ...refused?.(error) });
      onRefused?.(error);
    },
  });
  const sendOnce = useSingle(() => sending.mutateAsync(values));

  const write = (name: Name, text: string) => {
    setValues((before) => ({ ...before, [name]: text }));
    setMended((names) => (names.includes(name) ? names : [...names, name]));
  };
  const shared = (name: Name) => ({ name, error: mended.includes(name) ? undefined : faults[name] });
  const told = Object.keys(faults).length > 0 || isSessionOver(sending.error);

  return {
    faults,
    submit: () => {
      if (!tell(check(values))) sendOnce();
    },
    pending: sending.isPending,
    done: sending.isSuccess && values === (forgets ? start : sending.variables),
    failure: sending.isError && !told ? explain(sending.error, words) : undefined,
    values,
    /** What came of what was sent last. */
    answer: sending.data,
    error: sending.error,
    /** For a field of text. */
    text: (name: Name) => ({ ...shared(name), value: values[name], onText: (text: string) => write(name, text) }),
    /** For a choice; none is an empty text. */
    choice: (name: Name) => ({
      ...shared(name),
      value: values[name] || undefined,
      onValue: (value = '') => write(name, value),
    }),
  };
}
