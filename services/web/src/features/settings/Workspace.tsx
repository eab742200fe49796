import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, type Schemas } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { Facts } from '@/components/ui/Facts';
import { PageTitle } from '@/components/ui/PageTitle';
import { Select } from '@/components/ui/Select';
import { TextField } from '@/components/ui/TextField';
import { Waiting } from '@/components/ui/Waiting';
import { term } from '@/lib/bcm/readable';
import { codePoints } from '@/lib/format';
import { DeleteWorkspace } from './DeleteWorkspace';
import { FormFoot } from './FormFoot';
import { INDUSTRY_CHOICES } from './industries';
import { Section, Sections } from './Section';
import styles from './Settings.module.css';
import { told, useForm } from './use-form';
import { zoneChoices } from './zones';

const NAME_LENGTH = 255;

type View = Schemas['WorkspaceView'];

export function Workspace() {
  const { data: session } = useQuery(sessionQuery);
  const workspace = session?.workspace;
  return (
    <>
      <PageTitle title="Workspace" code="SETT" />
      {workspace ? (
        <Sections>
          <Section heading="About the workspace">
            {workspace.role === 'member' ? <ReadOnly workspace={workspace} /> : <WorkspaceForm workspace={workspace} />}
          </Section>
          {workspace.role === 'owner' ? <DeleteWorkspace workspace={workspace} /> : null}
        </Sections>
      ) : (
        <Waiting label="Loading the workspace" />
      )}
    </>
  );
}

function ReadOnly({ workspace }: { workspace: View }) {
  return (
    <>
      <Facts
        facts={[
          { label: 'Name', value: workspace.name },
          { label: 'Industry', value: workspace.industry ? term(workspace.industry) : 'Not set' },
          { label: 'Time zone', value: workspace.time_zone },
        ]}
      />
      <p className={styles.note}>Only an owner or an admin can change these.</p>
    </>
  );
}

function WorkspaceForm({ workspace }: { workspace: View }) {
  const queries = useQueryClient();
  const [name, setName] = useState(workspace.name);
  const [industry, setIndustry] = useState<string | undefined>(workspace.industry ?? undefined);
  const [zone, setZone] = useState<string | undefined>(workspace.time_zone);
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.PUT('/api/v1/auth/workspaces/{id}', {
          params: { path: { id: workspace.workspace_id } },
          body: { name: name.trim(), industry: industry ?? '', time_zone: zone },
        }),
      ),
    onSuccess: () => queries.invalidateQueries(sessionQuery),
  });
  const { form, faults, onSubmit } = useForm(
    () => ({
      name: !name.trim()
        ? 'Write a name for the workspace.'
        : codePoints(name) > NAME_LENGTH
          ? `Keep it to ${NAME_LENGTH} characters.`
          : undefined,
      time_zone: zone ? undefined : 'Choose a time zone.',
    }),
    () => save.mutateAsync(),
  );
  return (
    <form ref={form} method="post" className={styles.form} onSubmit={onSubmit} onChange={told(save)} noValidate>
      <TextField label="Name" required value={name} onText={setName} error={faults.name} />
      <Select
        label="Industry"
        empty="Not set"
        choices={INDUSTRY_CHOICES}
        value={industry}
        onValue={setIndustry}
        error={faults.industry}
      />
      <Select
        label="Time zone"
        required
        choices={zoneChoices(workspace.time_zone)}
        value={zone}
        onValue={setZone}
        error={faults.time_zone}
      />
      <FormFoot
        label="Save"
        pending={save.isPending && 'Saving…'}
        done={save.isSuccess && 'Saved'}
        error={save.error}
      />
    </form>
  );
}
