import { useState } from 'react';
import { answer, api } from '@/api/client';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from './ConfirmDialog';
import { Section } from './Section';
import styles from './Settings.module.css';

const WORDS = 'delete my account';

/** Closes the account; it can be taken back until it is erased. */
export function DeleteAccount() {
  const { leave } = useAuth();
  const [asking, setAsking] = useState(false);
  return (
    <Section heading="Delete the account">
      <p className={styles.prose}>
        The account is closed at once and erased 30 days later. Until then you can sign in and take it back.
      </p>
      <div>
        <Button kind="danger" onClick={() => setAsking(true)}>
          Delete the account
        </Button>
      </div>
      {asking ? (
        <ConfirmDialog
          title="Delete your account?"
          words={WORDS}
          action="Delete the account"
          password
          pending="Deleting…"
          send={(body) => answer(api.DELETE('/api/v1/auth/me', { body }))}
          onDone={() => leave('/account/reactivate')}
          onClose={() => setAsking(false)}
        >
          <p>You are signed out everywhere else, and nobody can use the workspaces you own.</p>
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}
