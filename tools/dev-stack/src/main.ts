import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readScale } from './process-plans';
import { Stack } from './stack';
import { lineOf, StackError } from './stack-error';
import { stopOnSignal } from './stop-on-signal';

const DEFAULT_PORT = 8000;

/** `npm start`: keeps a stack running until it is told to stop. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      scale: { type: 'string' },
      files: { type: 'string' },
    },
  });
  const say = (line: string): void => console.log(line);
  say('Starting Callboard ...');
  const starting = Stack.start({
    data: values.data ?? join(process.cwd(), '.callboard'),
    port: values.port === undefined ? undefined : readPort(values.port),
    preferredPort: DEFAULT_PORT,
    scale: readScale(values.scale ?? ''),
    filesFolder: values.files,
    report: say,
  });
  interrupted = stopOnSignal(async () => {
    const stack = await starting.catch(() => undefined);
    say('Stopping ...');
    await stack?.stop();
  });
  const stack = await starting;
  process.on(
    'SIGHUP',
    () => void stack.servers.reloadBroker().catch((thrown: unknown) => say(lineOf(thrown))),
  );
  say(`State and logs: ${stack.folder.path}; admin password and addresses: ${stack.folder.file('dev.json')}`);
  say(`Callboard is ready: ${stack.gatewayUrl}/docs`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StackError(`--port takes a number from 1 to 65535, not "${text}"`);
}

let interrupted = (): boolean => false;

main().catch((thrown: unknown) => {
  if (interrupted()) return;
  console.error(`callboard: ${lineOf(thrown)}`);
  process.exit(1);
});
