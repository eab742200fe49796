import { Problem } from '@/api/problem';
import { Form } from '@/components/ui/Form';
import { LoadError } from '@/components/ui/LoadError';
import { TextField } from '@/components/ui/TextField';
import { useForm } from '@/hooks/use-form';
import styles from './Blueprint.module.css';

export function Forms() {
  const form = useForm({
    start: { city: '' },
    check: ({ city }) => ({ city: city.trim() ? undefined : 'Write a city.' }),
    send: async () => null,
  });
  return (
    <div className={styles.set}>
      <Form form={form} action={{ label: 'Send', pending: 'Sending…', done: 'Sent' }}>
        <TextField label="City" required {...form.text('city')} />
      </Form>
      <LoadError query={{ error: Problem.network(), isFetching: false, refetch: () => undefined }} />
    </div>
  );
}
