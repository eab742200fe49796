import { useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { devicesQuery } from '@/api/devices';
import { isProblem } from '@/api/problem';
import { Form } from '@/components/ui/Form';
import { PasswordField } from '@/components/ui/PasswordField';
import { useForm } from '@/hooks/use-form';
import { PASSWORD_HELP, passwordFault } from '@/lib/password';
import { WRONG_PASSWORD } from './rules';

export function ChangePassword() {
  const queries = useQueryClient();
  const form = useForm({
    start: { current: '', new: '' },
    check: (typed) => ({
      current: typed.current ? undefined : 'Write the password you use now.',
      new: passwordFault(typed.new),
    }),
    send: (body) => answer(api.POST('/api/v1/auth/change-password', { body })),
    refused: (error) => (isProblem(error, 'INVALID_CREDENTIALS') ? { current: WRONG_PASSWORD } : {}),
    forgets: true,
    onDone: () => queries.invalidateQueries(devicesQuery),
  });
  return (
    <Form
      form={form}
      action={{
        label: 'Change the password',
        pending: 'Changing…',
        done: 'The password is changed. Other devices are signed out.',
      }}
    >
      <PasswordField label="Current password" autoComplete="current-password" {...form.text('current')} />
      <PasswordField
        label="New password"
        autoComplete="new-password"
        help={`${PASSWORD_HELP} Your other devices are signed out.`}
        {...form.text('new')}
      />
    </Form>
  );
}
