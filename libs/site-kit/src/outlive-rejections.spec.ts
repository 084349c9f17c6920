import { silentLog } from '@callboard/kernel';
import { outliveRejections } from './outlive-rejections';

const listeners = () => process.listeners('unhandledRejection');

describe('a rejected promise that nobody cared for', () => {
  it('is logged, as long as the site runs', () => {
    const told: object[] = [];
    const before = listeners();
    const takeBack = outliveRejections({ ...silentLog, error: (fields) => told.push(fields) });
    const [ours, ...more] = listeners().filter((each) => !before.includes(each));
    ours?.(new Error('left alone'), Promise.resolve());
    expect([told, more]).toEqual([[{ err: new Error('left alone') }], []]);
    takeBack();
    expect(listeners()).toEqual(before);
  });
});
