import { type FormEvent, useId, useRef, useState } from 'react';
import { isProblem } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Checkbox } from '@/components/ui/Choices';
import { Dialog } from '@/components/ui/Dialog';
import { Notice } from '@/components/ui/Notice';
import { useBcm } from '@/hooks/useBcm';
import { useRebuild } from '@/hooks/useRebuild';
import { contextWords, isUnderWay, type RebuildWish } from '@/lib/bcm-client';
import { useBcmStore } from '@/stores/bcmStore';
import styles from './BCMRebuildDialog.module.css';
import { RebuildProgress } from './RebuildProgress';
import { RebuildResult } from './RebuildResult';
import { YouthWarning } from './YouthWarning';

/** Asks for a new version of the context, follows its making and tells what came of it. */
export function BCMRebuildDialog() {
  const form = useId();
  const { manifest, building, mayManage } = useBcm();
  const ask = useBcmStore((store) => store.ask);
  const rebuild = useRebuild();
  const [force, setForce] = useState(false);
  const lastWish = useRef<RebuildWish | null>(null);
  const close = () => ask(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A wish whose answer got lost is the same wish when it is repeated unchanged.
    const lost = isProblem(rebuild.error) && rebuild.error.status === 0;
    const last = lastWish.current;
    const wish = lost && last?.force === force ? last : { force, key: crypto.randomUUID() };
    lastWish.current = wish;
    rebuild.mutate(wish);
  };

  if (rebuild.isSuccess) {
    return (
      <Dialog
        key="done"
        title={rebuild.data.unchanged ? 'Nothing changed' : 'A new version is in force'}
        onClose={close}
        actions={
          <Button kind="primary" onClick={close}>
            Done
          </Button>
        }
      >
        <RebuildResult made={rebuild.data} />
      </Dialog>
    );
  }
  const first = manifest === null;
  return (
    <Dialog
      title={first ? 'Build the context' : 'Rebuild the context'}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{building ? 'Close' : 'Cancel'}</Button>
          {mayManage ? (
            <Button kind="primary" type="submit" form={form} pending={building && 'Rebuilding…'}>
              {first ? 'Build' : 'Rebuild'}
            </Button>
          ) : null}
        </>
      }
    >
      {mayManage ? (
        <form id={form} method="post" className={styles.form} onSubmit={submit}>
          <p>
            A new version is made from the newest answers.
            {first ? '' : ` Version ${manifest?.version ?? ''} stays in force until the new one is complete.`}
          </p>
          {manifest && !rebuild.error ? <YouthWarning manifest={manifest} /> : null}
          {first ? null : (
            <Checkbox
              label="Rebuild even if the version is less than an hour old"
              help="For a version that looks wrong although no answer changed. The same answers make the same version again."
              checked={force}
              onChecked={setForce}
            />
          )}
        </form>
      ) : (
        <p>Only an owner or an admin of the workspace can rebuild the context. Ask one of them to do it.</p>
      )}
      {building ? <RebuildProgress /> : null}
      {rebuild.error ? (
        <Notice kind={isUnderWay(rebuild.error) ? 'info' : 'error'} live>
          <p>{contextWords(rebuild.error)}</p>
        </Notice>
      ) : null}
    </Dialog>
  );
}
