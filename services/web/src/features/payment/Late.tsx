import { Button } from '@/components/ui/Button';
import { Notice } from '@/components/ui/Notice';

/** Paid, but the workspace is not open: rare, and not the founder's fault. */
export function Late() {
  return (
    <Notice
      kind="trace"
      title="Opening takes longer than it should"
      live
      actions={<Button onClick={() => location.reload()}>Reload</Button>}
    >
      Your payment is safe with us. Reload in a minute; if the workspace stays shut, ask support with the order number.
    </Notice>
  );
}
