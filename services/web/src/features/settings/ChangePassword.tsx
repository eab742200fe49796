import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '@/api/client';
import { devicesQuery } from '@/api/devices';
import { isProblem } from '@/api/problem';
import { TextField } from '@/components/ui/TextField';
import { codePoints } from '@/lib/format';
import { FormFoot } from './FormFoot';
import styles from './Settings.module.css';
import { told, useForm } from './use-form';

const SHORTEST = 12;
const LONGEST = 128;

export function ChangePassword() {
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/change-password', { body: { current, new: next } })),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      return queries.invalidateQueries(devicesQuery);
    },
  });
  const wrong = isProblem(change.error, 'INVALID_CREDENTIALS');
  const { form, faults, onSubmit } = useForm(
    () => ({ current: current ? undefined : 'Write the password you use now.', new: unfit(next) }),
    () => change.mutateAsync(),
  );
  const currentFault = faults.current ?? (wrong ? 'This is not your password.' : undefined);
  const named = wrong || Object.values(faults).some(Boolean);
  return (
    <form ref={form} method="post" className={styles.form} onSubmit={onSubmit} onChange={told(change)} noValidate>
      <TextField
        label="Current password"
        required
        type="password"
        autoComplete="current-password"
        value={current}
        onText={setCurrent}
        error={currentFault}
      />
      <TextField
        label="New password"
        required
        type="password"
        autoComplete="new-password"
        help={`${SHORTEST} to ${LONGEST} characters of any kind. Your other devices are signed out.`}
        value={next}
        onText={setNext}
        error={faults.new}
      />
      <FormFoot
        label="Change the password"
        pending={change.isPending && 'Changing…'}
        done={change.isSuccess && 'The password is changed. Other devices are signed out.'}
        error={named ? undefined : change.error}
      />
    </form>
  );
}

function unfit(password: string): string | undefined {
  const length = codePoints(password.normalize('NFKC'));
  if (length < SHORTEST) return `Write at least ${SHORTEST} characters.`;
  return length > LONGEST ? `Keep it to ${LONGEST} characters.` : undefined;
}
