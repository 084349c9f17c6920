import { parentPort, workerData } from 'node:worker_threads';
import { compareSync } from 'bcryptjs';

const { secret, hash } = workerData as { secret: string; hash: string };
parentPort?.postMessage(compareSync(secret, hash));
