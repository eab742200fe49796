import { useRef, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { TextArea } from '@/components/ui/TextField';
import { useSay } from '../../say-context';
import { useStep } from '../../step-context';
import { type Item, text } from '../items';
import { lacking } from './issues';
import styles from './issues.module.css';

/** What was decided, and by that the end of the clash. */
export function Resolution({ issue, title }: { issue: Item; title: string }) {
  const { set, error, leave } = useStep();
  const say = useSay();
  const at = `/issues/${issue.id}`;
  const resolution = text(issue.resolution);
  const resolved = issue.resolved === true;
  const [asked, setAsked] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const wrong = error(`${at}/resolution`);
  const resolve = () => {
    setAsked(true);
    if (lacking(resolution)) {
      box.current?.querySelector('textarea')?.focus();
      return;
    }
    set(`${at}/resolved`, true);
    leave();
    say(`${title} is resolved`);
  };
  return (
    <div ref={box} className={styles.resolution}>
      <TextArea
        label={
          <>
            How it is resolved<span className="visually-hidden">: {title}</span>
          </>
        }
        help={resolved ? undefined : 'Which statement holds, and what becomes of the other.'}
        required={resolved || issue.priority === 'critical'}
        error={wrong ?? (asked ? lacking(resolution) : undefined)}
        value={resolution}
        onText={(typed) => set(`${at}/resolution`, typed || undefined)}
        onBlur={leave}
      />
      {resolved ? (
        <Button
          small
          onClick={() => {
            set(`${at}/resolved`, false);
            setAsked(false);
            say(`${title} is open again`);
          }}
        >
          Reopen <span className="visually-hidden">{title}</span>
        </Button>
      ) : (
        <Button small onClick={resolve}>
          Mark as resolved<span className="visually-hidden">: {title}</span>
        </Button>
      )}
    </div>
  );
}
