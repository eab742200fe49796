import { useState } from 'react';
import { answer, api, type Schemas } from '@/api/client';
import { useAuth } from '@/components/auth/AuthProvider';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from './ConfirmDialog';
import { Section } from './Section';
import styles from './Settings.module.css';

/** Ends the workspace; the owner types its short name first. */
export function DeleteWorkspace({ workspace }: { workspace: Schemas['WorkspaceView'] }) {
  const { signOut } = useAuth();
  const [asking, setAsking] = useState(false);
  const params = { path: { id: workspace.workspace_id } };
  return (
    <Section heading="Delete the workspace">
      <p className={styles.prose}>
        Everything in it goes: answers, evidence, the context with all its versions. It is closed at once and erased 30
        days later.
      </p>
      <div>
        <Button kind="danger" onClick={() => setAsking(true)}>
          Delete the workspace
        </Button>
      </div>
      {asking ? (
        <ConfirmDialog
          title="Delete this workspace?"
          words={workspace.slug}
          action="Delete the workspace"
          pending="Deleting…"
          send={({ confirmation }) =>
            answer(api.DELETE('/api/v1/auth/workspaces/{id}', { params, body: { confirmation } }))
          }
          onDone={signOut}
          onClose={() => setAsking(false)}
        >
          <p>
            Nobody can open {workspace.name} afterwards, and you are signed out. A paid period is not paid back by this.
          </p>
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}
