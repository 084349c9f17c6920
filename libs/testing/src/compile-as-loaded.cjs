/*
 * For threads that tests start on sources: jest compiles what it loads itself, and nothing beyond. To be required before
 * the first source, by `--require`.
 */
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

const root = join(__dirname, '../../..');
const swc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
const options = { ...swc, jsc: { ...swc.jsc, baseUrl: root }, swcrc: false, sourceMaps: 'inline' };

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
  module._compile(code, filename);
};
