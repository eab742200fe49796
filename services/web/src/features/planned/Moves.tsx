import { fact } from './groundwork';
import { PlannedPage } from './PlannedPage';

export function Moves() {
  return (
    <PlannedPage
      title="Moves"
      code="MOVE"
      lead="A move is a short sprint towards one outcome, planned day by day. The tool for it is not part of RaptorFlow yet."
      marks={['Day 1', 'Day 7', 'Day 14']}
      lineLabel="A move runs for 7 or for 14 days."
      points={[
        {
          title: 'Propose',
          text: 'A few moves are proposed from your context. You commit to one or two and leave the rest.',
        },
        {
          title: 'Plan the days',
          text: 'Each day has one main task, a few small ones around it and one person to reach out to, cut to the time you have.',
        },
        {
          title: 'Keep to the words',
          text: 'Every text is checked against your rules for messages; banned words do not pass.',
        },
      ]}
      groundwork={({ icps, messaging, channels }) => [
        fact('Primary customer', icps?.[0]?.segment, 16),
        fact('Their first pain', icps?.[0]?.pain_points?.[0], 16),
        fact('Main message', messaging?.hierarchy?.primary ?? messaging?.key_messages?.[0]?.title, 19),
        fact('Primary channels', channels?.primary?.join(', '), 20),
      ]}
    />
  );
}
