import { messageOf } from '@callboard/kernel';
import type { Finding } from './double/call';
import type { Scenario } from './scenarios/scenario';
import { Differs, NotSeen, type Row } from './verdict';
import type { Stage } from './stage';

/** Most findings that are told: one that repeats would hide the others. */
const MOST_TOLD = 10;

/**
 * Plays scenarios one after the other. A worker that did otherwise than it should is started anew before the next one,
 * so that each row is about one thing.
 *
 * @param tell hears what is waited for
 */
export async function play(
  stage: Stage,
  scenarios: readonly Scenario[],
  tell: (line: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  const lasting: { at: number; check: () => void }[] = [];
  for (const scenario of scenarios) {
    tell(`${scenario.name} ...`);
    const row = stage.isForsaken()
      ? unseen(scenario, 'nobody came before, so nobody was waited for')
      : await playOne(stage, scenario);
    lasting.push(...stage.takeLasting().map((check) => ({ at: rows.length, check })));
    rows.push(row);
    if (row.verdict === 'differs' && stage.worker.ours) await stage.worker.restart();
  }
  for (const { at, check } of lasting) {
    const later = await judged(rows[at]?.scenario ?? '', check);
    if (later.verdict === 'differs') rows[at] = later;
  }
  return [...rows, shapes(stage)];
}

async function playOne(stage: Stage, scenario: Scenario): Promise<Row> {
  try {
    return await judged(scenario.name, () => scenario.play(stage));
  } finally {
    stage.parts.faults.clear();
    stage.clear();
  }
}

const unseen = ({ name }: Scenario, seen: string): Row => ({ scenario: name, verdict: 'not seen', seen });

async function judged(scenario: string, look: () => Promise<string> | void): Promise<Row> {
  try {
    return { scenario, verdict: 'ok', seen: (await look()) ?? '' };
  } catch (thrown) {
    const verdict =
      thrown instanceof Differs ? 'differs' : thrown instanceof NotSeen ? 'not seen' : undefined;
    if (verdict === undefined) throw thrown;
    return { scenario, verdict, seen: messageOf(thrown) };
  }
}

/** Whether everything that was asked had the form that its route asks for. */
function shapes({ parts: { calls } }: Stage): Row {
  const scenario = 'shape of requests';
  const wrong = told(calls.findings, 'wrong');
  if (wrong !== '') return { scenario, verdict: 'differs', seen: wrong };
  const notPlayed = told(calls.findings, 'not played');
  if (notPlayed !== '') return { scenario, verdict: 'not seen', seen: notPlayed };
  if (calls.calls.length === 0) return { scenario, verdict: 'not seen', seen: 'nothing was asked' };
  return { scenario, verdict: 'ok', seen: `${calls.calls.length} requests, each of the shape of its route` };
}

function told(findings: readonly Finding[], kind: Finding['kind']): string {
  const texts = findings
    .filter((finding) => finding.kind === kind)
    .map(({ call, text }) => `${call}: ${text}`);
  const each = [...new Set(texts)];
  const more = each.length > MOST_TOLD ? [`and ${each.length - MOST_TOLD} others`] : [];
  return [...each.slice(0, MOST_TOLD), ...more].join('; ');
}
