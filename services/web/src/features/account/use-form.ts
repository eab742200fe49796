import { useState } from 'react';
import { useSingle } from '@/hooks/use-single';

type Faults<Name extends string> = Partial<Record<Name, string>>;

/**
 * A form of few fields: looks at them when it is sent and sends what is right. Faults of the server come from `refused`; each goes
 * away when its field is written in.
 */
export function useForm<Name extends string>(options: {
  check(): Faults<Name>;
  send(): Promise<unknown>;
  refused: Faults<Name>;
}) {
  const { check, refused } = options;
  const send = useSingle(options.send);
  const [own, setOwn] = useState<Faults<Name>>({});
  const [mended, setMended] = useState<readonly Name[]>([]);

  const submit = () => {
    const faults = check();
    setOwn(faults);
    setMended([]);
    if (!Object.values(faults).some(Boolean)) send();
  };

  return {
    submit,
    wrong: Object.values(refused).some(Boolean),
    fault: (name: Name) => (mended.includes(name) ? undefined : (own[name] ?? refused[name])),
    touched: (name: Name) => setMended((names) => (names.includes(name) ? names : [...names, name])),
  };
}
