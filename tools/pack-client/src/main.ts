import { resolve } from 'node:path';
import { packClient } from './pack-client';

/** `npm run pack-client -- [FOLDER]`: writes the package of the client into FOLDER, or where you are. */
const destination = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? '.');
console.log(packClient(process.cwd(), destination));
