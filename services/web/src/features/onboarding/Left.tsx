import { OnboardingFrame } from '@/components/onboarding/OnboardingFrame';
import { Button, LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import type { Snapshot } from '@/lib/autosave/saver';
import styles from './Calm.module.css';
import type { Desk } from './desk';
import { useSnapshot } from './use-desk';

const ON_THE_SERVER: readonly Snapshot['status'][] = ['clean', 'saved'];

/** After "Save and exit": says what became of the words. */
export function Left({ desk, onBack }: { desk: Desk; onBack(): void }) {
  const { status, held } = useSnapshot(desk);
  const saving = status === 'saving' || status === 'dirty';
  const safe = ON_THE_SERVER.includes(status) && held.length === 0;
  return (
    <OnboardingFrame>
      <div className={styles.calm}>
        <PageTitle title={saving ? 'Saving…' : safe ? 'Saved. Come back any time' : 'Kept on this device'} code="SETUP">
          {saving ? (
            <p>The last words are on their way.</p>
          ) : safe ? (
            <p>Your answers are with us. When you sign in again, you go on where you left.</p>
          ) : held.length > 0 && ON_THE_SERVER.includes(status) ? (
            <p>
              Everything is saved except an answer that is not finished yet. It waits in this browser until you complete
              it.
            </p>
          ) : (
            <p>
              We could not save the last words yet. They wait in this browser and are sent when you open this step here
              again.
            </p>
          )}
        </PageTitle>
        <div className={styles.actions}>
          <Button onClick={onBack}>Go on with this step</Button>
          <LinkButton to="/" kind="quiet">
            To the front page
          </LinkButton>
        </div>
      </div>
    </OnboardingFrame>
  );
}
