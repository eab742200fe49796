import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';

type Faults<Name extends string> = Partial<Record<Name, string>>;

/**
 * A form of few fields: looks at them when it is sent, sends what is right, and leads to the first that is not.
 * Faults of the server come from `refused`; each goes away when its field is written in.
 */
export function useForm<Name extends string>(options: {
  check(): Faults<Name>;
  send(): void;
  busy: boolean;
  refused: Faults<Name>;
}) {
  const { check, send, busy, refused } = options;
  const form = useRef<HTMLFormElement>(null);
  const [own, setOwn] = useState<Faults<Name>>({});
  const [mended, setMended] = useState<readonly Name[]>([]);
  const wrong = Object.values(refused).some(Boolean);

  useEffect(() => {
    if (wrong) focusFirst(form);
  }, [wrong]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const faults = check();
    setOwn(faults);
    setMended([]);
    if (Object.values(faults).some(Boolean)) requestAnimationFrame(() => focusFirst(form));
    else send();
  };

  const fault = (name: Name) => (mended.includes(name) ? undefined : (own[name] ?? refused[name]));
  const touched = (name: Name) => setMended((names) => (names.includes(name) ? names : [...names, name]));
  return { form, submit, fault, touched };
}

function focusFirst(form: RefObject<HTMLFormElement | null>) {
  form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
}
