import { bellDurable, bellPullSubject, bellSubject, WORK_STREAM } from '@callboard/contracts';
import {
  carried,
  type Channel,
  channelRef,
  type Message,
  messageRef,
  type Operation,
  type Part,
  SERVERS,
  template,
  WORKFLOW_TOKEN,
} from './model';
import { workflowParameter } from './parameters';
import { NAMES } from './sample';

const BELLS = template(bellSubject, WORKFLOW_TOKEN);
const PULLS = template((id) => bellPullSubject(bellDurable(id)), WORKFLOW_TOKEN);
const WAYS = { bells: 'bells', pulls: 'bell-pulls', pulled: 'pulled-bells', answers: 'bell-answers' };

const tags = [{ name: 'jobs' }];
const durable = template(bellDurable, WORKFLOW_TOKEN);
const bell = { [WAYS.bells]: messageRef(WAYS.bells) };

/** Bells: word that a job of a workflow is claimable. Sites ask for as many as they have free slots (design 4). */
export function bellPart(): Part {
  return { channels: CHANNELS, operations: OPERATIONS, messages: MESSAGES };
}

const CHANNELS: Record<string, Channel> = {
  [WAYS.bells]: {
    address: BELLS,
    title: 'bell',
    description: 'A job of the workflow is claimable. It carries no truth; losing it loses nothing.',
    servers: [SERVERS.services],
    messages: bell,
    parameters: workflowParameter,
    tags,
    'x-senders': 'jobs, as often as it takes: a bell that the stream does not take is rung enough',
    'x-receivers': 'Any site that is able to run the workflow, by a pull',
    'x-jetstream': { stream: WORK_STREAM, durable },
  },
  [WAYS.pulls]: {
    address: PULLS,
    title: 'pull of bells',
    description: 'Asks the broker for the next bells of a workflow: as many as there are free slots.',
    servers: [SERVERS.sites, SERVERS.services],
    messages: { [WAYS.pulls]: messageRef(WAYS.pulls) },
    parameters: workflowParameter,
    tags,
    'x-senders': 'Any site, which names an inbox of its own as the reply subject',
    'x-receivers': 'The broker (API of JetStream)',
  },
  [WAYS.pulled]: {
    address: null,
    title: 'pulled bells',
    description:
      'The inbox of a pull. Status messages of the broker come here too, on the subject of the inbox.',
    servers: [SERVERS.sites, SERVERS.services],
    messages: bell,
    tags,
    'x-senders': 'The broker, until the pull is answered or over',
    'x-receivers': 'The site that asked',
  },
  [WAYS.answers]: {
    address: null,
    title: 'answer to a bell',
    description: 'The reply subject of a bell. One that is not answered within ten seconds rings again.',
    servers: [SERVERS.sites, SERVERS.services],
    messages: { [WAYS.answers]: messageRef(WAYS.answers) },
    tags,
    'x-senders': 'The site that got the bell, by the leave of the broker to respond',
    'x-receivers': 'The broker',
  },
};

const operation = (action: 'send' | 'receive', channel: string, message: string): Operation => ({
  action,
  channel: channelRef(channel),
  title: CHANNELS[channel]?.title ?? channel,
  summary: CHANNELS[channel]?.description ?? '',
  messages: [carried(channel, message)],
  tags,
});

const OPERATIONS: Record<string, Operation> = {
  [`send.${WAYS.bells}`]: operation('send', WAYS.bells, WAYS.bells),
  [`answer.${WAYS.pulls}`]: {
    ...operation('receive', WAYS.pulls, WAYS.pulls),
    reply: { channel: channelRef(WAYS.pulled), messages: [carried(WAYS.pulled, WAYS.bells)] },
  },
  [`receive.${WAYS.answers}`]: operation('receive', WAYS.answers, WAYS.answers),
};

const nanoseconds = (description: string): object => ({ type: 'integer', minimum: 0, description });

const MESSAGES: Record<string, Message> = {
  [WAYS.bells]: {
    name: WAYS.bells,
    title: 'bell',
    summary: 'The id of the job that rang. Any claimable job of the workflow may be claimed for it.',
    contentType: 'text/plain',
    payload: { type: 'string', minLength: 1 },
    examples: [{ payload: NAMES.job_id }],
  },
  [WAYS.pulls]: {
    name: WAYS.pulls,
    title: 'pull of bells',
    summary: 'How many bells, and for how long to wait for them.',
    contentType: 'application/json',
    payload: {
      type: 'object',
      properties: {
        batch: { type: 'integer', minimum: 1, maximum: 100, description: 'How many bells at most' },
        expires: nanoseconds('Nanoseconds after which the pull is over, at most 30 s'),
        idle_heartbeat: nanoseconds('Nanoseconds between two signs of life while there is no bell'),
      },
      required: ['batch', 'expires'],
    },
    examples: [{ payload: { batch: 4, expires: 30_000_000_000, idle_heartbeat: 10_000_000_000 } }],
  },
  [WAYS.answers]: {
    name: WAYS.answers,
    title: 'answer to a bell',
    summary:
      '`+ACK`: nobody needs it any more. `-NAK` with a delay in nanoseconds: somebody may need it later.',
    contentType: 'text/plain',
    payload: { type: 'string', pattern: '^(\\+ACK|-NAK( \\{"delay": \\d+\\})?)$' },
    examples: [{ payload: '+ACK' }, { payload: '-NAK {"delay": 1000000000}' }],
  },
};
