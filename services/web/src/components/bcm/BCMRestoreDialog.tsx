import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Notice } from '@/components/ui/Notice';
import { useRestore } from '@/hooks/useRebuild';
import { contextWords } from '@/lib/bcm-client';

/** Asks before an old version is put in force again. */
export function BCMRestoreDialog({ version, onClose }: { version: string; onClose(): void }) {
  const restore = useRestore();
  if (restore.isSuccess) {
    return (
      <Dialog
        key="done"
        title="Restored"
        onClose={onClose}
        actions={
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <p role="status">
          {restore.data.unchanged
            ? `Version ${restore.data.version} says the same already and stays in force.`
            : `Version ${restore.data.version} is in force and says what version ${version} said.`}
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={`Restore version ${version}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={() => restore.mutate(version)} pending={restore.isPending && 'Restoring…'}>
            Restore
          </Button>
        </>
      }
    >
      <p>
        A new version with the content of {version} comes into force. No version is lost, and your onboarding answers
        stay as they are: the next rebuild is made from those answers again.
      </p>
      {restore.isError ? (
        <Notice kind="error">
          <p>{contextWords(restore.error)}</p>
        </Notice>
      ) : null}
    </Dialog>
  );
}
