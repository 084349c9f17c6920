import { readOptions } from './options';
import { SCENARIOS } from './scenarios';

const read = (...args: string[]) => readOptions(['--workflow', 'hello-1.0.0', ...args]);

describe('the options of the kit', () => {
  it('keeps its own apart from the command of the worker', () => {
    const { rules, command } = read(
      '--patience',
      '5',
      '--',
      'python3',
      'steady_worker.py',
      '--patience',
      'x',
      '--',
      'y',
    );
    expect(rules.patienceMs).toBe(5000);
    expect(command).toEqual(['python3', 'steady_worker.py', '--patience', 'x', '--', 'y']);
    expect(read().command).toBeUndefined();
  });

  it('chooses scenarios by name, in the order in which they are played', () => {
    expect(read().scenarios).toBe(SCENARIOS);
    expect(read('--only', 'drain, claim').scenarios.map(({ name }) => name)).toEqual(['claim', 'drain']);
  });

  it.each([
    [[], /name the workflow/],
    [['--workflow', 'x', '--only', 'dance'], /--only knows no dance; there are claim, .*drain/],
    [['--workflow', 'x', '--patience', 'long'], /--patience takes a number from 1 to 3600, not "long"/],
    [['--workflow', 'x', '--lease', ''], /--lease takes a number/],
    [['--workflow', 'x', '--config', '[1]'], /--config takes a JSON object .*not \[1\]/],
    [['--workflow', 'x', '--long-config', '{'], /--long-config takes a JSON object/],
    [['--workflow', 'x', '--colour', 'red'], /'--colour'.*conformance:site/],
  ])('says what is wrong with %j', (args, words) => {
    expect(() => readOptions(args)).toThrow(words);
  });
});
