import { term } from '@/lib/bcm/readable';
import { fact } from './groundwork';
import { PlannedPage } from './PlannedPage';

export function Campaigns() {
  return (
    <PlannedPage
      title="Campaigns"
      code="CAMP"
      lead="A campaign holds several moves together under one objective. The tool for it is not part of RaptorFlow yet."
      marks={['Day 1', 'Day 30', 'Day 60', 'Day 90']}
      lineLabel="A campaign runs for 30, 60 or 90 days."
      points={[
        {
          title: 'One objective',
          text: 'Entering a market, growing revenue, turning the brand, keeping customers, handling a crisis or testing a product.',
        },
        {
          title: 'A pace that holds',
          text: 'Sprint, steady or marathon: the pace decides how many moves stand side by side.',
        },
        {
          title: 'Your own channels',
          text: 'Only customers and channels of your context can be chosen, so that a campaign says what you settled.',
        },
      ]}
      groundwork={({ foundation, competitive, messaging, channels }) => [
        fact('Position', messaging?.positioning_statement ?? foundation.value_prop, 14),
        fact('Category', competitive?.category, 9),
        fact('Category path', competitive?.category_path && term(competitive.category_path), 9),
        fact('Channels', [...(channels?.primary ?? []), ...(channels?.secondary ?? [])].join(', '), 20),
      ]}
    />
  );
}
