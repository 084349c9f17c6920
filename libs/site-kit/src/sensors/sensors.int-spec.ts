import { eventually } from '@callboard/testing';
import { defineSensor, type SensorDefinition } from '../define-sensor';
import { AskersWorld, registeredNews } from './askers-world.builder';

describe('sensors of a site', () => {
  let world: AskersWorld;
  beforeAll(async () => {
    world = await AskersWorld.open();
  });
  afterEach(() => world.drainSites());
  afterAll(() => world?.close());

  const settled = (id: string) => world.settled.find((one) => one.id === id);

  /** A sensor that asks for one run for each file. */
  const files = (name: string, more: Partial<SensorDefinition> = {}): SensorDefinition => ({
    ...defineSensor({
      name,
      on: [{ kind: 'object-registered' }],
      run: (_context, news) => ({
        runs: [{ key: news.object_id, workflowId: 'w', config: { object_id: news.object_id } }],
      }),
    }),
    ...more,
  });

  it('are registered with what they hear, and look at what the bell tells of', async () => {
    const site = await world.run({ sensors: [files('bell')] });
    await eventually('it listens', () => site.listening);
    expect(world.registered).toContainEqual({ name: 'bell', hears: [{ kind: 'object-registered' }] });
    const news = registeredNews('a');
    world.keep('bell', news);
    await eventually('its news are settled', () => settled(news.id));
    expect(settled(news.id)).toEqual({ id: news.id });
    expect(world.asked).toContainEqual({
      by: 'bell',
      run_key: news.object_id,
      workflow_id: 'w',
      config: { object_id: news.object_id },
    });
  });

  it('make one run though two processes tick', async () => {
    const seen: number[] = [];
    const tick = defineSensor({
      name: 'tick',
      everyMs: 1000,
      run: () => ({ runs: [{ key: `the-one-${seen.push(1) > 0}`, workflowId: 'w', config: {} }] }),
    });
    await Promise.all([world.run({ sensors: [tick] }), world.run({ sensors: [tick] })]);
    await eventually('both have asked', () => world.asked.filter(({ by }) => by === 'tick').length >= 2);
    expect([...world.jobs.keys()].filter((key) => key.startsWith('tick'))).toHaveLength(1);
  });

  it('look at what came before they listened, without a bell', async () => {
    const news = registeredNews('early');
    world.keep('early', news, { bell: false });
    await world.run({ sensors: [files('early')] });
    await eventually('its news are settled', () => settled(news.id));
  });

  it('ask for nothing when there is nothing to do, and the news are settled', async () => {
    await world.run({ sensors: [files('skips', { run: () => ({ skipped: 'not mine' }) })] });
    const news = registeredNews('a');
    world.keep('skips', news);
    await eventually('its news are settled', () => settled(news.id));
    expect(world.asked.filter(({ by }) => by === 'skips')).toEqual([]);
  });

  it.each<[string, SensorDefinition['run'], RegExp]>([
    ['what it throws', () => Promise.reject(new Error('no disk')), /no disk/],
    [
      'a refusal of its run',
      () => ({ runs: [{ key: 'k', workflowId: 'refused', config: {} }] }),
      /too large/,
    ],
    [
      'a throw at once',
      () => {
        throw new Error('at once');
      },
      /at once/,
    ],
  ])('tell of %s, and go on with the next news', async (what, run, words) => {
    const name = `fails-${what.replace(/ /g, '-')}`;
    let broken = true;
    await world.run({
      sensors: [files(name, { run: (...given) => (broken ? run(...given) : { skipped: 'mended' }) })],
    });
    const [first, second] = [registeredNews('a'), registeredNews('b')];
    world.keep(name, first);
    await eventually('the failure is told', () => settled(first.id)?.error);
    expect(settled(first.id)?.error).toMatch(words);
    broken = false;
    world.keep(name, second);
    await eventually('the next is settled', () => settled(second.id));
    expect(settled(second.id)?.error).toBeUndefined();
  });

  it('are waited for when the site drains, and what they saw is settled', async () => {
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    let looking = false;
    const run = async () => {
      looking = true;
      await gate;
      return { skipped: 'slow' };
    };
    const site = await world.run({ sensors: [files('slow', { run })] });
    const news = registeredNews('a');
    world.keep('slow', news);
    await eventually('it looks', () => looking);
    const drained = site.drain();
    letGo();
    await drained;
    expect(settled(news.id)).toEqual({ id: news.id });
  });

  it('are stopped when they do not end in time', async () => {
    let signal: AbortSignal | undefined;
    const run: SensorDefinition['run'] = (context) => {
      signal = context.signal;
      return new Promise(() => undefined);
    };
    const site = await world.run({ sensors: [files('stuck', { run })] }, 50);
    world.keep('stuck', registeredNews('a'));
    const looking = await eventually('it looks', () => signal);
    await site.drain();
    expect(looking.aborted).toBe(true);
  });
});
