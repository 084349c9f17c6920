import { Progress } from './progress';

function shown(isTerminal: boolean) {
  let now = 0;
  const written: string[] = [];
  const screen = { isTerminal, columns: 100, write: (text: string) => void written.push(text) };
  const progress = new Progress(screen, 'study_set', 1000, () => now);
  return {
    written,
    progress,
    /** Half of the file after so long. */
    half(ms: number) {
      now += ms;
      progress.read(500);
      progress.done(50);
    },
  };
}

describe('progress', () => {
  it('draws a bar on a terminal, with speed and what is left', () => {
    const { written, half, progress } = shown(true);
    half(10_000);
    expect(written).toEqual(['\r\x1b[2Kstudy_set ████████████░░░░░░░░░░░░ 50 documents, 5/s, 10 s left']);
    progress.clear();
    expect(written.at(-1)).toBe('\r\x1b[2K');
  });

  it('writes lines elsewhere, not too many', () => {
    const { written, half } = shown(false);
    half(4_000);
    expect(written).toEqual([]);
    half(2_000);
    expect(written).toEqual(['study_set: 100 %, 100 documents, 17/s, 0 s left\n']);
  });
});
