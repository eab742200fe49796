import { fact } from './groundwork';
import { PlannedPage } from './PlannedPage';

export function Analytics() {
  return (
    <PlannedPage
      title="Analytics"
      code="ANLT"
      lead="Analytics will show what was done and what came of it. There is nothing to measure before there are moves, so no figure stands here yet."
      marks={['7 days', '30 days', '90 days']}
      lineLabel="Three ranges to look back over."
      points={[
        {
          title: 'Work done',
          text: 'Moves begun and completed, how many were finished and how fast, taken from your own records only.',
        },
        {
          title: 'By customer and channel',
          text: 'The same, for one customer profile, one channel or one theme of your messages.',
        },
        {
          title: 'How the context grew',
          text: 'Which versions your work was based on, and what changed from one to the next.',
        },
      ]}
      groundwork={({ goals, icps, channels }) => [
        fact('Goals', goals?.short_term?.map((goal) => goal.title).join(', '), 22),
        fact('Figures to watch', goals?.kpis?.map((kpi) => kpi.name).join(', '), 22),
        fact('Customers', icps?.map((icp) => icp.segment).join(', '), 16),
        fact('Channels', channels?.primary?.join(', '), 20),
      ]}
    />
  );
}
