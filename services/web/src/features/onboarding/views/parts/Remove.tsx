import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { useSay } from '../../say-context';

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

/** Takes something out; asks first when words would be lost. */
export function Remove({ name, label = 'Remove', kind = 'quiet', empty, onRemove }: Props) {
  const [asking, ask] = useState(false);
  const say = useSay();
  const remove = () => {
    ask(false);
    onRemove();
    say(`Removed ${name}`);
  };
  return (
    <div>
      <Button small kind={kind} name="remove" onClick={() => (empty ? remove() : ask(true))}>
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
