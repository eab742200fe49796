import { useRef, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';

type Props = {
  /** What is removed, such as "pain 2" or the item's own name. */
  name: string;
  /** On the button; the name is added for those who do not see its place. */
  label?: string;
  kind?: 'quiet' | 'danger';
  /** Holds no words yet: nothing to ask about. */
  empty?: boolean;
  onRemove(): void;
};

const ITEM = 'li, tr, tbody';
const FOCUSABLE = 'input, textarea, select, button';

/** Takes something out; asks first when words would be lost. The focus goes on to the neighbour. */
export function Remove({ name, label = 'Remove', kind = 'quiet', empty, onRemove }: Props) {
  const [asking, ask] = useState(false);
  const button = useRef<HTMLDivElement>(null);
  const remove = () => {
    const item = button.current?.closest(ITEM);
    const neighbour = item?.nextElementSibling ?? item?.previousElementSibling;
    ask(false);
    onRemove();
    requestAnimationFrame(() => neighbour?.querySelector<HTMLElement>(FOCUSABLE)?.focus());
  };
  return (
    <div ref={button}>
      <Button small kind={kind} onClick={() => (empty ? remove() : ask(true))}>
        {label} {label === 'Remove' ? <span className="visually-hidden">{name}</span> : null}
      </Button>
      {asking ? (
        <Dialog
          title={`Remove ${name}?`}
          onClose={() => ask(false)}
          actions={
            <>
              <Button onClick={() => ask(false)}>Keep it</Button>
              <Button kind="danger" onClick={remove}>
                Remove
              </Button>
            </>
          }
        >
          <p>What is written in it goes with it.</p>
        </Dialog>
      ) : null}
    </div>
  );
}
