import type { DemoStack } from './on-demo-stack';
import type { Storyteller } from './storyteller';

/** Something that is shown on a stack of its own. */
export interface Demo {
  readonly title: string;
  /** The folder from which the runtime's site reads `file:` objects; the temporary one of the stack unless said. */
  readonly filesFolder?: string;
  /** Tells the walk step by step. True when it ended in success. */
  walk(on: DemoStack, story: Storyteller): Promise<boolean>;
}
