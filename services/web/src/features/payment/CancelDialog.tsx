import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';

type Props = { busy: boolean; onCancel(): void; onClose(): void };

export function CancelDialog({ busy, onCancel, onClose }: Props) {
  return (
    <Dialog
      title="Cancel this payment?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" pending={busy && 'Cancelling…'} onClick={onCancel}>
            Cancel payment
          </Button>
        </>
      }
    >
      <p>The order is closed here. If you have paid already, keep it and check its status instead.</p>
    </Dialog>
  );
}
