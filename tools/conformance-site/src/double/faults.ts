import type { AnsweredRoute } from './answers';
import type { Call } from './call';

/** What goes wrong with one call: it is refused for now, or its connection is cut before or after the effect. */
export type Fault = 'unavailable' | 'cut' | 'lose-reply';

interface Planned {
  readonly route: AnsweredRoute;
  readonly isMeant: (call: Call) => boolean;
  readonly happens: Fault | (() => void);
}

/** What is going to happen to calls of the worker, each once. */
export class Faults {
  private planned: Planned[] = [];

  /** The next call of this route that is meant goes wrong, or finds that something has happened just before. */
  next(route: AnsweredRoute, isMeant: (call: Call) => boolean, happens: Fault | (() => void)): void {
    this.planned.push({ route, isMeant, happens });
  }

  /** Called as each call comes: lets happen what was to happen before it, and gives the fault that it is to suffer. */
  take(call: Call): Fault | undefined {
    const found = this.planned.find(({ route, isMeant }) => route === call.route && isMeant(call));
    if (found === undefined) return undefined;
    this.planned = this.planned.filter((one) => one !== found);
    if (typeof found.happens === 'string') return found.happens;
    found.happens();
    return undefined;
  }

  clear(): void {
    this.planned = [];
  }
}
