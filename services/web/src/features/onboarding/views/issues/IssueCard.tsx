import type { Ref } from 'react';
import { Stamp } from '@/components/ui/Stamp';
import { useStep } from '../../step-context';
import { choicesAt, type Item, labelOf, text } from '../items';
import { Cell } from '../parts/Cell';
import { More } from '../parts/More';
import { Remove } from '../parts/Remove';
import viewStyles from '../parts/View.module.css';
import { Facing } from './Facing';
import styles from './issues.module.css';
import { Resolution } from './Resolution';

type Props = { issue: Item; arrive: Ref<HTMLLIElement> | undefined };

export function IssueCard({ issue, arrive }: Props) {
  const { step, set } = useStep();
  const at = `/issues/${issue.id}`;
  const title = text(issue.title) || 'this clash';
  const resolved = issue.resolved === true;
  const label = (member: string) => labelOf(choicesAt(step.fields, `/issues/*/${member}`), issue[member]);
  const urgent = issue.priority === 'critical' && !resolved;
  return (
    <li ref={arrive} className={styles.issue} data-state={resolved ? 'resolved' : urgent ? 'critical' : 'open'}>
      <div className={viewStyles.bar}>
        <div className={viewStyles.actions}>
          <Stamp kind={urgent ? 'wrong' : 'plain'}>{label('priority') || 'No priority'}</Stamp>
          {resolved ? <Stamp kind="done">Resolved</Stamp> : <Stamp kind="draft">Open</Stamp>}
        </div>
        <p className={viewStyles.figure}>
          {[text(issue.code), label('type'), label('class')].filter(Boolean).join(' / ')}
        </p>
      </div>
      <div className={styles.title}>
        <Cell pointer={`${at}/title`} label={`Title of ${title}`} placeholder="What clashes" lines />
      </div>
      <Cell pointer={`${at}/description`} label={`Description of ${title}`} placeholder="What makes it a clash" lines />
      <Facing at={at} title={title} />
      <Resolution issue={issue} title={title} />
      <More label="Details" of={title}>
        <div className={viewStyles.grid}>
          {['priority', 'type', 'class'].map((member) => (
            <Cell framed key={member} pointer={`${at}/${member}`} label={labels[member] ?? member} />
          ))}
          <div>
            <Remove kind="danger" label="Remove this clash" name={title} onRemove={() => set(at, undefined)} />
          </div>
        </div>
      </More>
    </li>
  );
}

const labels: Record<string, string> = { priority: 'Priority', type: 'Kind of clash', class: 'Subject' };
