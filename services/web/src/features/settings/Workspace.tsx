import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { Facts } from '@/components/ui/Facts';
import { Form } from '@/components/ui/Form';
import { PageTitle } from '@/components/ui/PageTitle';
import { Select } from '@/components/ui/Select';
import { TextField } from '@/components/ui/TextField';
import { Waiting } from '@/components/ui/Waiting';
import { useForm } from '@/hooks/use-form';
import { useLast } from '@/hooks/use-last';
import { term } from '@/lib/bcm/readable';
import { DeleteWorkspace } from './DeleteWorkspace';
import { INDUSTRY_CHOICES } from './industries';
import { NAME_LENGTH, neededFault } from './rules';
import { Section, Sections } from './Section';
import styles from './Settings.module.css';
import { ZoneSelect } from './ZoneSelect';

type View = Schemas['WorkspaceView'];

export function Workspace() {
  const { data: session } = useQuery(sessionQuery);
  const workspace = useLast(session?.workspace);
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
  const form = useForm({
    start: { name: workspace.name, industry: workspace.industry ?? '', time_zone: workspace.time_zone },
    check: ({ name, time_zone }) => ({
      name: neededFault(name, NAME_LENGTH, 'Write a name for the workspace.'),
      time_zone: time_zone ? undefined : 'Choose a time zone.',
    }),
    send: ({ name, industry, time_zone }) =>
      answer(
        api.PUT('/api/v1/auth/workspaces/{id}', {
          params: { path: { id: workspace.workspace_id } },
          body: { name: name.trim(), industry, time_zone },
        }),
      ),
    onDone: () => queries.invalidateQueries(sessionQuery),
  });
  return (
    <Form form={form} action={{ label: 'Save', pending: 'Saving…', done: 'Saved' }}>
      <TextField label="Name" required {...form.text('name')} />
      <Select label="Industry" empty="Not set" choices={INDUSTRY_CHOICES} {...form.choice('industry')} />
      <ZoneSelect current={workspace.time_zone} {...form.choice('time_zone')} />
    </Form>
  );
}
