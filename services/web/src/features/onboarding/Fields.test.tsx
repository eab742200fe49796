import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { StepDescription, StepField, StepValue } from '@/api/onboarding';
import { type Doc, valueAt, withValue } from '@/lib/autosave/merge3';
import { newItem } from '@/lib/steps/defaults';
import { answerable } from '@/lib/steps/pointers';
import { STEPS } from '@/test/onboarding';
import { Fields } from './Fields';
import { StepContext } from './step-context';

type StandProps = { step: StepDescription; start?: Doc; errors?: Record<string, string>; onData?(data: Doc): void };

/** A step without a server. */
function Stand({ step, start = {}, errors = {}, onData }: StandProps) {
  const [data, setData] = useState(start);
  return (
    <StepContext
      value={{
        step,
        data,
        readOnly: false,
        set: (pointer, value) => {
          const next = withValue(data, pointer, value);
          setData(next);
          onData?.(next);
        },
        error: (pointer) => errors[pointer],
        wrongWithin: () => false,
        leave: () => undefined,
        answers: () => ({
          evidence: [{ id: 'e1', name: 'Sales deck' }],
          alternatives: [{ id: 'a1', name: 'Spreadsheets' }],
        }),
        provenance: () => undefined,
      }}
    >
      <Fields />
    </StepContext>
  );
}

function stepNamed(id: string): StepDescription {
  const step = STEPS.steps.find((one) => one.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
}

/** One item in every list and a number in every scale, so that every field is there. */
function filled(fields: readonly StepField[]): Doc {
  const doc = newItem(fields);
  for (const field of fields) {
    if (field.fields) doc[field.name] = filled(field.fields);
    else if (field.item?.fields) doc[field.name] = [filled(field.item.fields)];
    else if (field.type === 'integer') doc[field.name] ??= field.minimum ?? 0;
  }
  return doc;
}

function labelsOf(fields: readonly StepField[]): string[] {
  const inner = (rule: StepValue) => labelsOf(rule.fields ?? rule.item?.fields ?? []);
  return fields
    .filter(answerable)
    .flatMap((field) => [field.label.replace(' in the smallest unit', ''), ...inner(field)]);
}

const ROLES = ['textbox', 'combobox', 'radio', 'checkbox', 'slider', 'group', 'button'] as const;

describe('the fields of every step', () => {
  it.each(STEPS.steps.map((step) => [step.number, step.id, step] as const))(
    'step %i, %s, has a named control for each property that a founder answers',
    (_, __, step) => {
      const { container } = render(<Stand step={step} start={filled(step.fields)} />);
      for (const role of ROLES) {
        // `details` is a group by itself, named by its summary.
        const isOurs = ({ tagName }: HTMLElement) => tagName !== 'DETAILS';
        const all = screen.queryAllByRole(role, { hidden: true }).filter(isOurs);
        expect(screen.queryAllByRole(role, { hidden: true, name: /\S/ }).filter(isOurs)).toHaveLength(all.length);
      }
      const names = [...container.querySelectorAll('label, legend')].map((element) => element.textContent ?? '');
      for (const label of labelsOf(step.fields)) expect(names.some((name) => name.startsWith(label))).toBe(true);
    },
    20_000,
  );

  it('leaves out what the server sets', () => {
    render(<Stand step={stepNamed('truth_confirmation')} start={{ truth_sheet: [{ id: 't1', label: 'Founded' }] }} />);
    expect(screen.queryByText('Code')).not.toBeInTheDocument();
    expect(screen.queryByText('Versions')).not.toBeInTheDocument();
  });

  it('asks for the address of a link, but not of a file', () => {
    render(
      <Stand
        step={stepNamed('evidence_vault')}
        start={{
          evidence: [
            { id: 'e1', type: 'url' },
            { id: 'e2', type: 'file' },
          ],
        }}
      />,
    );
    const addresses = screen.getAllByRole('textbox', { name: /^Address/, hidden: true });
    expect(addresses.map((input) => input.getAttribute('aria-required'))).toEqual(['true', null]);
  });
});

describe('the kinds of evidence', () => {
  const step = stepNamed('evidence_vault');

  it('leave out files, which nobody can hand in, and are not asked for, as that leaves one', async () => {
    const onData = vi.fn();
    render(<Stand step={step} onData={onData} />);
    await userEvent.click(screen.getByRole('button', { name: 'Add to evidence' }));
    expect(screen.getByRole('textbox', { name: /^Address/ })).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
    expect(onData.mock.lastCall?.[0].evidence).toMatchObject([{ type: 'url' }]);
  });

  it('are counted up to what links may be, not what files may be besides', async () => {
    render(<Stand step={step} />);
    await userEvent.click(screen.getByRole('button', { name: 'Add to evidence' }));
    expect(screen.getByText('1 of at most 20')).toBeInTheDocument();
  });

  it('are not asked how sure their category is, which a suggestion says', () => {
    const evidence = [{ id: 'a', type: 'url' }];
    const { rerender } = render(<Stand step={step} start={{ evidence }} />);
    expect(screen.queryByRole('slider', { hidden: true })).not.toBeInTheDocument();
    const sure = [{ id: 'a', type: 'url', classification_confidence: 80 }];
    rerender(<Stand key="sure" step={step} start={{ evidence: sure }} />);
    expect(screen.getByRole('slider', { name: /^Confidence/, hidden: true })).toHaveValue('80');
  });

  it('keep showing a file that was named before', () => {
    render(<Stand step={step} start={{ evidence: [{ id: 'e', type: 'file', name: 'Deck' }] }} />);
    expect(screen.getByRole('radio', { name: 'File', hidden: true })).toBeChecked();
  });
});

describe('a list of items', () => {
  const step = stepNamed('competitive_landscape');
  const three: Doc = {
    alternatives: [
      { id: 'a', name: 'First' },
      { id: 'b', name: 'Second' },
      { id: 'c', name: 'Third' },
    ],
  };
  const names = (data: Doc) => (valueAt(data, '/alternatives') as Doc[]).map((item) => item.name);

  it('gives a new item an id and puts the cursor into its first field', async () => {
    const onData = vi.fn();
    render(<Stand step={step} onData={onData} />);
    await userEvent.click(screen.getByRole('button', { name: 'Add to alternatives' }));
    expect(onData.mock.lastCall?.[0].alternatives[0].id).toMatch(/^[0-9a-f-]{36}$/);
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveFocus();
  });

  it('moves items by buttons', async () => {
    const onData = vi.fn();
    render(<Stand step={step} start={three} onData={onData} />);
    await userEvent.click(screen.getByText('Third', { selector: 'summary *' }));
    await userEvent.click(screen.getByRole('button', { name: 'Move Third up' }));
    expect(names(onData.mock.lastCall?.[0])).toEqual(['First', 'Third', 'Second']);
  });

  it('takes a removal back to the same place', async () => {
    const onData = vi.fn();
    render(<Stand step={step} start={three} onData={onData} />);
    await userEvent.click(screen.getByText('Second', { selector: 'summary *' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove Second' }));
    expect(names(onData.mock.lastCall?.[0])).toEqual(['First', 'Third']);
    expect(screen.getByRole('status')).toHaveTextContent('Removed Second.');
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(names(onData.mock.lastCall?.[0])).toEqual(['First', 'Second', 'Third']);
  });

  it('says what is wrong with the list itself', () => {
    render(<Stand step={step} errors={{ '/alternatives': 'Add at least 1.' }} />);
    expect(screen.getByRole('group', { name: /Alternatives/ })).toHaveAccessibleDescription(/Add at least 1/);
  });
});

describe('a list of texts', () => {
  const step = stepNamed('messaging_rules');

  it('shows the defaults that the server would fill in', () => {
    render(<Stand step={step} />);
    expect(screen.getByRole('textbox', { name: 'Do 1' })).toHaveValue("Lead with the customer's problem");
  });

  it('makes a row of each pasted line, without its bullet', async () => {
    const onData = vi.fn();
    render(<Stand step={step} onData={onData} />);
    await userEvent.click(screen.getByRole('textbox', { name: 'Tone 1' }));
    await userEvent.paste('- plain\n- warm\n3. exact\n');
    expect(onData.mock.lastCall?.[0].tone).toEqual(['plain', 'warm', 'exact']);
  });

  it('says once what is wrong with an empty list, and marks where to begin', () => {
    render(<Stand step={step} errors={{ '/tone': 'Add at least 1.' }} />);
    expect(screen.getAllByText('Add at least 1.')).toHaveLength(1);
    expect(screen.getByRole('textbox', { name: 'Tone 1' })).toBeInvalid();
  });

  it('adds a row by Enter and moves rows by buttons', async () => {
    const onData = vi.fn();
    render(<Stand step={step} start={{ tone: ['plain', 'warm'] }} onData={onData} />);
    const tone = within(screen.getByRole('group', { name: /^Tone/ }));
    await userEvent.type(tone.getByRole('textbox', { name: 'Tone 2' }), '{Enter}');
    expect(tone.getAllByRole('textbox')).toHaveLength(3);
    await userEvent.click(tone.getByRole('button', { name: 'Move Tone 2 up', hidden: true }));
    expect(onData.mock.lastCall?.[0].tone).toEqual(['warm', 'plain', '']);
  });
});

describe('a line of text', () => {
  it('wraps without taking lines of its own', async () => {
    const onData = vi.fn();
    render(<Stand step={stepNamed('evidence_vault')} onData={onData} />);
    const name = screen.getByRole('textbox', { name: 'Company name' });
    await userEvent.type(name, 'Katori{Enter}');
    await userEvent.paste(' Kitchen\nSoftware');
    expect(onData.mock.lastCall?.[0].company_name).toBe('Katori Kitchen Software');
  });
});

describe('numbers', () => {
  it('stores a price typed in rupees as paise, with or without separators', async () => {
    const onData = vi.fn();
    render(<Stand step={stepNamed('the_offer')} start={{ options: [{ id: 'o', name: 'Counter' }] }} onData={onData} />);
    const price = screen.getByLabelText(/^Price optional/);
    fireEvent.change(price, { target: { value: '24,999.50' } });
    expect(onData.mock.lastCall?.[0].options[0].price_minor).toBe(2_499_950);
    expect(price).toHaveValue('24,999.50');
    fireEvent.blur(price);
    expect(price).toHaveValue('24999.5');
    fireEvent.change(price, { target: { value: '' } });
    expect(onData.mock.lastCall?.[0].options[0]).not.toHaveProperty('price_minor');
  });

  it('keeps what is no number as it was typed', () => {
    const onData = vi.fn();
    render(<Stand step={stepNamed('evidence_vault')} onData={onData} />);
    const founded = screen.getByRole('textbox', { name: /^Founded in/ });
    fireEvent.change(founded, { target: { value: '202x' } });
    expect(founded).toHaveValue('202x');
    expect(onData.mock.lastCall?.[0].founded_year).toBe('202x');
  });

  it('sets a score by the slider or exactly', () => {
    const onData = vi.fn();
    render(
      <Stand
        step={stepNamed('market_intelligence')}
        start={{ insights: [{ id: 'i', quote: 'Too late' }] }}
        onData={onData}
      />,
    );
    fireEvent.change(screen.getByRole('slider', { name: 'Sentiment, on the scale', hidden: true }), {
      target: { value: '70' },
    });
    expect(onData.mock.lastCall?.[0].insights[0].sentiment).toBe(70);
    fireEvent.change(screen.getByRole('textbox', { name: /^Sentiment/, hidden: true }), { target: { value: '35' } });
    expect(onData.mock.lastCall?.[0].insights[0].sentiment).toBe(35);
  });
});

describe('references', () => {
  it('offers the items of another step by name', async () => {
    const onData = vi.fn();
    render(
      <Stand
        step={stepNamed('capabilities')}
        start={{ capabilities: [{ id: 'c', name: 'Bill reading' }] }}
        onData={onData}
      />,
    );
    fireEvent.click(screen.getByRole('checkbox', { name: 'Sales deck', hidden: true }));
    expect(onData.mock.lastCall?.[0].capabilities[0].evidence_ids).toEqual(['e1']);
  });

  it('offers the items of its own step by name', () => {
    render(<Stand step={stepNamed('position_grid')} start={{ options: [{ id: 'o1', name: 'Own the evening' }] }} />);
    expect(
      within(screen.getByRole('combobox', { name: 'Chosen strategy' })).getByText('Own the evening'),
    ).toBeInTheDocument();
  });
});

describe('an address', () => {
  it('is made whole when its field is left, as a browser would', async () => {
    const onData = vi.fn();
    render(<Stand step={stepNamed('evidence_vault')} onData={onData} />);
    await userEvent.type(screen.getByRole('textbox', { name: /^Website/ }), 'katori.example/menu');
    await userEvent.tab();
    expect(onData.mock.lastCall?.[0].website).toBe('https://katori.example/menu');
  });
});
