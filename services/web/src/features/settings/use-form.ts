import { type FormEvent, useEffect, useRef, useState } from 'react';
import { isProblem, sentence } from '@/api/problem';

/** What is wrong by field name; nothing when all is well. */
export type Faults = Record<string, string | undefined>;

/** Faults of a form: from its own look before sending, then from the server's. The first wrong field takes the focus. */
export function useForm(look: () => Faults, send: () => Promise<unknown>) {
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<Faults>({});

  useEffect(() => {
    if (Object.values(faults).some(Boolean)) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [faults]);

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const found = look();
    setFaults(found);
    if (Object.values(found).some(Boolean)) return;
    try {
      await send();
    } catch (error) {
      setFaults(faultsOf(error));
    }
  };
  return { form, faults, onSubmit };
}

/** The server's faults by field; pointers of the body are the fields' names. */
function faultsOf(error: unknown): Faults {
  if (!isProblem(error)) return {};
  return Object.fromEntries(error.errors.map((fault) => [fault.pointer.slice(1), sentence(fault.message)]));
}

/** For a form's `onChange`: what was told of an earlier sending no longer holds of what is written now. */
export function told({ isSuccess, reset }: { isSuccess: boolean; reset(): void }) {
  return isSuccess ? reset : undefined;
}
