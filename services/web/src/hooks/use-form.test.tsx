import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '@/api/problem';
import { Form } from '@/components/ui/Form';
import { TextField } from '@/components/ui/TextField';
import { draw } from '@/test/render';
import { useForm } from './use-form';

type Values = { city: string; dish: string };
type Send = (values: Values) => Promise<unknown>;

function Order({ send, forgets }: { send: Send; forgets?: boolean }) {
  const form = useForm({
    start: { city: '', dish: '' },
    check: ({ city }) => ({ city: city ? undefined : 'Write a city.' }),
    send,
    words: { SOLD_OUT: 'Nothing is left of it.' },
    forgets,
  });
  return (
    <Form form={form} action={{ label: 'Order', pending: 'Ordering…', done: 'Ordered' }}>
      <TextField label="City" required {...form.text('city')} />
      <TextField label="Dish" required {...form.text('dish')} />
    </Form>
  );
}

async function open(send: Send, forgets?: boolean) {
  await draw(<Order send={send} forgets={forgets} />);
  const user = userEvent.setup({ delay: null });
  const order = () => user.click(screen.getByRole('button', { name: 'Order' }));
  return { user, order, city: screen.getByLabelText('City'), dish: screen.getByLabelText('Dish') };
}

const refusal = (code: string, pointers: string[] = [], status = 422) =>
  new Problem(status, {
    code,
    detail: 'this cannot be',
    errors: pointers.map((pointer) => ({ pointer, code: 'X', message: 'must be known' })),
  });

describe('a form', () => {
  it('sends nothing that is plainly wrong, and leads to it', async () => {
    const send = vi.fn<Send>();
    const { order, city } = await open(send);
    await order();
    expect(city).toHaveAccessibleDescription('Write a city.');
    expect(city).toHaveFocus();
    expect(send).not.toHaveBeenCalled();
  });

  it('tells what the server found at the field it points to, until that is written in', async () => {
    const { user, order, city, dish } = await open(() => Promise.reject(refusal('VALIDATION_ERROR', ['/dish'])));
    await user.type(city, 'Pune');
    await order();
    await waitFor(() => expect(dish).toHaveAccessibleDescription('Must be known.'));
    expect(dish).toHaveFocus();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await user.type(dish, 'Poha');
    expect(dish).not.toHaveAttribute('aria-invalid');
    expect(dish).toHaveFocus();
  });

  it.each([
    [refusal('SOLD_OUT', [], 409), 'Nothing is left of it.'],
    [refusal('VALIDATION_ERROR', ['/waiter']), 'This cannot be.'],
    [Problem.network(), 'We could not reach RaptorFlow. Check the connection and try again.'],
  ])('tells as a whole what is of no field: %s', async (error, words) => {
    const { user, order, city } = await open(() => Promise.reject(error));
    await user.type(city, 'Pune');
    await order();
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
  });

  it('sends once, however often its button is pressed', async () => {
    const send = vi.fn<Send>(() => new Promise(() => undefined));
    const { user, city } = await open(send);
    await user.type(city, 'Pune');
    await user.dblClick(screen.getByRole('button', { name: 'Order' }));
    await user.keyboard('{Enter}');
    expect(send).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('button', { name: 'Ordering…' })).toHaveFocus();
  });

  it('is done until it is written in again', async () => {
    const { user, order, city } = await open(async () => null);
    await user.type(city, 'Pune');
    await order();
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('Ordered'));
    expect(city).toHaveValue('Pune');
    await user.type(city, '!');
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('is not done with what was written while it was sent', async () => {
    let accept = () => {};
    const { user, order, city } = await open(() => new Promise((resolve) => (accept = () => resolve(null))));
    await user.type(city, 'Pune');
    await order();
    await user.type(city, ' city');
    accept();
    expect(await screen.findByRole('button', { name: 'Order' })).toBeInTheDocument();
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
    expect(city).toHaveValue('Pune city');
  });

  it('forgets what was written where it is asked to, and is still done', async () => {
    const { user, order, city } = await open(async () => null, true);
    await user.type(city, 'Pune');
    await order();
    await waitFor(() => expect(city).toHaveValue(''));
    expect(screen.getByRole('status')).toHaveTextContent('Ordered');
  });
});
