const Sequencer = require('@jest/test-sequencer').default;

/** Files of tests that take minutes: begun last, one of them would keep one core busy while the other waits. */
const LONGEST = ['faults-suite.e2e-spec.ts', 'bench.e2e-spec.ts', 'service-generator.int-spec.ts'];

const isLong = ({ path }) => LONGEST.some((name) => path.endsWith(name));

/** Without a cache, as in a clean clone, jest begins with the largest files; how long one takes is not told by its size. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
