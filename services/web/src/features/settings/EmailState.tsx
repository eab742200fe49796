import { useMutation } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { explain } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import styles from './Settings.module.css';

/** The address, whether it is confirmed, and the way to get the mail for it again. */
export function EmailState({ email, verified }: { email: string; verified: boolean }) {
  const resend = useMutation({ mutationFn: () => answer(api.POST('/api/v1/auth/verify-email/resend')) });
  return (
    <>
      <span className={styles.inline}>
        {email}
        <Stamp kind={verified ? 'done' : 'draft'}>{verified ? 'Verified' : 'Not verified'}</Stamp>
        {verified || resend.isSuccess ? null : (
          <Button small onClick={() => resend.mutate()} pending={resend.isPending && 'Sending…'}>
            Send the link again
          </Button>
        )}
      </span>
      <p className={styles.note} role="status">
        {resend.isSuccess ? `A link is on its way to ${email}. It works for 24 hours.` : ''}
        {resend.isError ? explain(resend.error) : ''}
      </p>
    </>
  );
}
