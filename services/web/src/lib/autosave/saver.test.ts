import { describe, expect, it } from 'vitest';
import { type Doc, same } from './merge3';
import { type Draft, type Log, type PutResult, type Sift, StepSaver, type Stored, type Timers } from './saver';

const ALL: Sift = (data) => ({ sendable: data, held: [] });

/** A clock that is moved by hand. */
class Clock implements Timers {
  private time = 0;
  private next = 1;
  private readonly waiting = new Map<number, { at: number; callback: () => void }>();
  random = () => 0.5;
  now = () => this.time;
  set = (callback: () => void, ms: number) => {
    this.waiting.set(this.next, { at: this.time + ms, callback });
    return this.next++;
  };
  clear = (handle: number) => {
    this.waiting.delete(handle);
  };
  async pass(ms: number) {
    const until = this.time + ms;
    for (;;) {
      const due = [...this.waiting].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.waiting.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].callback();
      await settled();
    }
    this.time = until;
  }
}

async function settled() {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

class Server {
  stored: Stored = { version: 0, data: {} };
  puts = 0;
  /** What becomes of the next calls; `lost` stores and answers nothing. */
  fate: () => 'ok' | 'lost' | 'down' | 'unreachable' = () => 'ok';
  put = async (data: Doc, version: number): Promise<PutResult> => {
    this.puts += 1;
    const fate = this.fate();
    if (fate === 'down') return { kind: 'transient', retryAfter: null };
    if (fate === 'unreachable') return { kind: 'unreachable' };
    if (version !== this.stored.version) {
      if (fate === 'lost') return { kind: 'unreachable' };
      return { kind: 'conflict', stored: this.stored };
    }
    if (!same(data, this.stored.data)) this.stored = { version: version + 1, data: structuredClone(data) };
    if (fate === 'lost') return { kind: 'unreachable' };
    return { kind: 'ok', stored: this.stored };
  };
}

class Memory implements Log {
  kept: string | null = null;
  read = () => (this.kept ? (JSON.parse(this.kept) as Draft) : null);
  write = (draft: Draft) => {
    this.kept = JSON.stringify(draft);
  };
  clear = () => {
    this.kept = null;
  };
}

function open(server: Server, log: Log, clock: Clock, sift: Sift = ALL, seen = server.stored) {
  const saver = new StepSaver(structuredClone(seen), server.put, sift, log, clock);
  saver.start();
  return saver;
}

function world(sift: Sift = ALL) {
  const [server, log, clock] = [new Server(), new Memory(), new Clock()];
  return { server, log, clock, saver: open(server, log, clock, sift) };
}

describe('autosave', () => {
  it('waits for a pause of 700 ms, but never longer than 4 s', async () => {
    const { server, clock, saver } = world();
    for (let typed = 0; typed < 12; typed++) {
      saver.edit({ text: 'x'.repeat(typed + 1) });
      await clock.pass(500);
    }
    expect(server.puts).toBe(1);
    await clock.pass(700);
    expect(server.puts).toBe(2);
    expect(saver.get().status).toBe('saved');
    expect(server.stored.data).toEqual({ text: 'x'.repeat(12) });
  });

  it('keeps every edit on the device until the server has it', async () => {
    const { log, clock, saver } = world();
    saver.edit({ text: 'a' });
    expect(log.read()?.data).toEqual({ text: 'a' });
    await clock.pass(700);
    expect(log.read()).toBeNull();
  });

  it('tries again after 1 s, 2 s, 4 s and never less often than every 30 s', async () => {
    const { server, clock, saver } = world();
    server.fate = () => 'down';
    saver.edit({ text: 'a' });
    await clock.pass(700);
    expect(saver.get().status).toBe('retrying');
    await clock.pass(1000 + 2000 + 4000);
    expect(server.puts).toBe(4);
    server.fate = () => 'unreachable';
    await clock.pass(120_000);
    expect(saver.get().status).toBe('offline');
    server.fate = () => 'ok';
    await clock.pass(30_000);
    expect(saver.get().status).toBe('saved');
  });

  it('takes a save whose answer was lost for saved', async () => {
    const { server, clock, saver } = world();
    server.fate = () => 'lost';
    saver.edit({ text: 'a' });
    await clock.pass(700);
    server.fate = () => 'ok';
    await clock.pass(2000);
    expect(saver.get().status).toBe('saved');
    expect(server.stored).toEqual({ version: 1, data: { text: 'a' } });
  });

  it('merges what another tab saved and asks only about the same field', async () => {
    const { server, clock, saver } = world();
    server.stored = { version: 1, data: { other: 'theirs' } };
    saver.edit({ text: 'mine' });
    await clock.pass(1500);
    expect(server.stored.data).toEqual({ text: 'mine', other: 'theirs' });
    server.stored = { version: 3, data: { text: 'their words', other: 'theirs' } };
    saver.edit({ text: 'my words', other: 'theirs' });
    await clock.pass(5000);
    expect(saver.get().conflicts).toEqual([{ pointer: '/text', mine: 'my words', theirs: 'their words' }]);
    expect(server.stored.data).toEqual({ text: 'their words', other: 'theirs' });
    saver.resolve('/text', 'mine');
    await clock.pass(10);
    expect(server.stored.data).toEqual({ text: 'my words', other: 'theirs' });
  });

  it('holds a half-typed value back and saves the rest', async () => {
    const sift: Sift = ({ text, ...rest }) =>
      typeof text === 'string' && text.length < 3
        ? { sendable: rest, held: ['/text'] }
        : { sendable: { text, ...rest }, held: [] };
    const { server, log, clock, saver } = world(sift);
    saver.edit({ text: 'ab', name: 'n' });
    await clock.pass(700);
    expect(server.stored.data).toEqual({ name: 'n' });
    expect(saver.get()).toMatchObject({ status: 'saved', held: ['/text'], data: { text: 'ab', name: 'n' } });
    expect(log.read()?.data).toEqual({ text: 'ab', name: 'n' });
    saver.edit({ text: 'abc', name: 'n' });
    await clock.pass(700);
    expect(server.stored.data).toEqual({ text: 'abc', name: 'n' });
    expect(log.read()).toBeNull();
  });

  it('keeps the words of somebody who was signed out and sends them after', async () => {
    const { server, clock, saver } = world();
    const put = server.put;
    server.put = async () => ({ kind: 'auth' });
    const out = open(server, new Memory(), clock);
    out.edit({ text: 'a' });
    await clock.pass(700);
    expect(out.get().status).toBe('signed-out');
    server.put = put;
    await saver.flush();
    expect(out.get().data).toEqual({ text: 'a' });
  });

  it('goes on from a draft that knows a newer version than what was seen last', async () => {
    const { server, log, clock, saver } = world();
    const seen = server.stored;
    saver.edit({ text: 'first' });
    await clock.pass(700);
    saver.edit({ text: 'first and more' });
    saver.stop();
    // A copy of before, as a page has it that is opened without network.
    const later = open(server, log, clock, ALL, seen);
    expect(later.get()).toMatchObject({ data: { text: 'first and more' }, base: { version: 1 }, conflicts: [] });
    await clock.pass(700);
    expect(server.stored).toEqual({ version: 2, data: { text: 'first and more' } });
  });

  it('takes a save whose answer was lost for its own when the page opens with what was seen before', async () => {
    const { server, log, clock, saver } = world();
    const seen = server.stored;
    server.fate = () => 'lost';
    saver.edit({ text: 'first' });
    await clock.pass(700);
    saver.stop();
    server.fate = () => 'ok';
    const later = open(server, log, clock, ALL, seen);
    later.edit({ text: 'first and more' });
    await clock.pass(5000);
    expect(later.get()).toMatchObject({ status: 'saved', conflicts: [] });
    expect(server.stored).toEqual({ version: 2, data: { text: 'first and more' } });
  });

  it('sends nothing more and keeps nothing of what was given up', async () => {
    const { server, log, clock, saver } = world();
    saver.edit({ text: 'unsent' });
    saver.discard();
    await saver.flush();
    await clock.pass(60_000);
    expect(server.puts).toBe(0);
    expect(log.read()).toBeNull();
    expect(saver.get()).toMatchObject({ status: 'clean', data: {} });
  });

  it('takes in a suggestion that was accepted meanwhile without losing what was typed', async () => {
    const { server, clock, saver } = world();
    saver.edit({ text: 'typed' });
    server.stored = { version: 1, data: { idea: 'accepted' } };
    saver.adopt(server.stored);
    await clock.pass(700);
    expect(server.stored.data).toEqual({ text: 'typed', idea: 'accepted' });
  });

  it('does not ask about what the server filled in while the same field was being answered', async () => {
    const { server, clock } = world();
    let answer: (result: PutResult) => void = () => {};
    const slow = new StepSaver(
      { version: 0, data: {} },
      () => new Promise((done) => (answer = done)),
      ALL,
      new Memory(),
      clock,
    );
    slow.edit({ text: 'a' });
    await clock.pass(700);
    slow.edit({ text: 'ab', ticked: true });
    server.stored = { version: 1, data: { text: 'a', ticked: false, code: 'T-1' } };
    answer({ kind: 'ok', stored: server.stored });
    await settled();
    expect(slow.get()).toMatchObject({ conflicts: [], data: { text: 'ab', ticked: true, code: 'T-1' } });
  });

  it.each(['reload', 'retry'])('does not ask about it either when that answer was lost, after a %s', async (how) => {
    const { server, log, clock, saver } = world();
    server.fate = () => 'lost';
    saver.edit({ text: 'a' });
    await clock.pass(700);
    server.stored = { version: 1, data: { text: 'a', ticked: false } };
    saver.edit({ text: 'a', ticked: true });
    server.fate = () => 'ok';
    if (how === 'reload') saver.stop();
    const last = how === 'reload' ? open(server, log, clock) : saver;
    await clock.pass(5000);
    expect(last.get()).toMatchObject({ status: 'saved', conflicts: [] });
    expect(server.stored).toEqual({ version: 2, data: { text: 'a', ticked: true } });
  });

  it('takes in what was stored by another way while a save is on its way', async () => {
    const clock = new Clock();
    let answer: (result: PutResult) => void = () => {};
    const slow = new StepSaver(
      { version: 0, data: {} },
      () => new Promise((done) => (answer = done)),
      ALL,
      new Memory(),
      clock,
    );
    slow.edit({ text: 'a' });
    await clock.pass(700);
    slow.adopt({ version: 2, data: { text: 'a', idea: 'accepted' } });
    answer({ kind: 'ok', stored: { version: 1, data: { text: 'a' } } });
    await settled();
    expect(slow.get()).toMatchObject({ base: { version: 2 }, data: { text: 'a', idea: 'accepted' }, conflicts: [] });
  });
});

function seeded(seed: number) {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) | 0;
    return ((state >>> 0) % 10_000) / 10_000;
  };
}

describe('whatever happens', () => {
  it('the last words are on the server, through 2000 seeds of lost answers, outages and crashes', async () => {
    for (let seed = 1; seed <= 2000; seed++) {
      const random = seeded(seed);
      const [server, log, clock] = [new Server(), new Memory(), new Clock()];
      server.fate = () => (random() < 0.5 ? 'ok' : random() < 0.5 ? 'lost' : 'down');
      let saver = open(server, log, clock);
      let words: Doc = {};
      for (let step = 0; step < 15; step++) {
        words = { ...words, [`field${Math.floor(random() * 3)}`]: `${seed}-${step}` };
        saver.edit({ ...saver.get().data, ...words });
        await clock.pass(random() * 3000);
        if (random() < 0.2) {
          saver.stop();
          // Without network a page opens with what it saw last.
          saver = open(server, log, clock, ALL, random() < 0.5 ? server.stored : saver.get().base);
        }
      }
      server.fate = () => 'ok';
      await clock.pass(120_000);
      expect({ seed, ...server.stored.data }).toEqual({ seed, ...words });
      expect(log.read()).toBeNull();
    }
  }, 60_000);

  it('words of two tabs are on the server or in an open conflict, through 500 seeds', async () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = seeded(seed);
      const [server, clock] = [new Server(), new Clock()];
      server.fate = () => (random() < 0.7 ? 'ok' : random() < 0.5 ? 'lost' : 'down');
      const tabs = [open(server, new Memory(), clock), open(server, new Memory(), clock)];
      const last: Record<string, string[]> = {};
      for (let step = 0; step < 10; step++) {
        const who = Math.floor(random() * 2);
        const tab = tabs[who];
        const field = `field${Math.floor(random() * 3)}`;
        const text = `${who}-${step}`;
        if (!tab || tab.get().status === 'conflict') continue;
        tab.edit({ ...tab.get().data, [field]: text });
        last[field] = [...(last[field] ?? []), text];
        await clock.pass(random() * 2000);
      }
      server.fate = () => 'ok';
      await clock.pass(120_000);
      for (const [field, texts] of Object.entries(last)) {
        const shown = [server.stored.data[field], ...tabs.flatMap((tab) => [tab.get().data[field]])];
        expect({ seed, field, found: shown.includes(texts.at(-1)) }).toEqual({ seed, field, found: true });
      }
    }
  }, 60_000);
});
