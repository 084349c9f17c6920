import { accepted, DEAD_LETTER_REQUESTS, type KeptDeadLetter, ROUTES } from '@callboard/contracts';
import type { StandInServices } from './stand-in-services.fake';

const shown = ROUTES.listDeadLetters.example.reply as { resources: KeptDeadLetter[] };

/** The service `jobs` with one dead letter, that of the example. */
export function answerDeadLetters(services: StandInServices): void {
  const { list, redrive, discard } = DEAD_LETTER_REQUESTS.jobs;
  const [letter] = shown.resources;
  const decided = (state: 'redriven' | 'discarded', reason: string) => ({
    items: [accepted({ id: letter?.id ?? '', state, reason })],
    more: false,
  });
  services.answer(list, () => ({ dead_letters: shown.resources }));
  services.answer(redrive, () => decided('redriven', 'handled'));
  services.answer(discard, ({ reason }) => decided('discarded', reason));
}
