import {
  type Caller,
  DEAD_LETTER_REQUESTS,
  type DeadLetterChoice,
  type DeadLettersDecided,
  mayDo,
  nameOfCaller,
  type ServiceName,
} from '@callboard/contracts';
import { DomainError, messageOf } from '@callboard/kernel';
import { NatsTransport, SERVICE, SETTINGS } from '@callboard/messaging';
import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { DeadLetterList } from './dead-letter-list';
import { DecideDeadLetters, type LockedLetter, type Verdict } from './decide-dead-letters';

/** Characters of what is written down about a letter. */
const WORDS = 1_000;

/** Answers the requests about the dead letters of the service, whichever it is. */
@Injectable()
export class DeadLetterRequests implements OnModuleInit {
  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    @Inject(SETTINGS) private readonly settings: { RUNTIME_SITE_ID?: string },
    private readonly list: DeadLetterList,
    private readonly decisions: DecideDeadLetters,
    @Optional() private readonly transport?: NatsTransport,
  ) {}

  /** Before the service listens. A process without a transport, such as a tool, answers nothing. */
  onModuleInit(): void {
    const { transport } = this;
    const { list, redrive, discard } = DEAD_LETTER_REQUESTS[this.service];
    transport?.answer(list, (input, { caller }) => this.asked(caller, () => this.list.page(input)));
    transport?.answer(redrive, (choice, { caller }) =>
      this.asked(caller, () => this.redrive(transport, choice, caller)),
    );
    transport?.answer(discard, ({ reason, ...choice }, { caller }) =>
      this.asked(caller, () => this.discard(choice, reason, caller)),
    );
  }

  /** The gateway has judged already; what else comes this way is judged here. */
  private async asked<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    const { RUNTIME_SITE_ID: runtimeSite } = this.settings;
    if (!mayDo('runtime-admin', caller, runtimeSite === undefined ? {} : { runtimeSite }))
      throw new DomainError('forbidden', "only an administrator of the runtime's own site may do this");
    return work();
  }

  private redrive(
    transport: NatsTransport,
    choice: DeadLetterChoice,
    caller: Caller,
  ): Promise<DeadLettersDecided> {
    return this.decisions.execute(choice, nameOfCaller(caller), (letter) => handledAgain(transport, letter));
  }

  private discard(choice: DeadLetterChoice, reason: string, caller: Caller): Promise<DeadLettersDecided> {
    const discarded: Verdict = { state: 'discarded', why: reason, tries: 0 };
    return this.decisions.execute(choice, nameOfCaller(caller), () => Promise.resolve(discarded));
  }
}

/** Handlers do nothing twice, so a letter whose decision is lost with this process is handled once more, without effect. */
async function handledAgain(transport: NatsTransport, letter: LockedLetter): Promise<Verdict> {
  try {
    await transport.handleAgain({ ...letter, eventId: letter.event_id ?? letter.id });
    return { state: 'redriven', why: 'handled', tries: 1 };
  } catch (error) {
    const why = messageOf(error).replaceAll('\u0000', '\ufffd').slice(0, WORDS);
    return { state: 'waiting', why, tries: 1 };
  }
}
