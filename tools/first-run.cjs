/*
 * The door of every npm script: plain JavaScript without packages, because it runs before anything is installed.
 * It checks Node, installs what is missing, builds what changed, and hands over to the program asked for.
 */
'use strict';

var childProcess = require('child_process');
var crypto = require('crypto');
var fs = require('fs');
var path = require('path');

var ROOT = path.dirname(__dirname);
var OLDEST_NODE = [20, 19];
var PROGRAMS = {
  demo: 'dist/tools/dev-stack/src/demo/main.js',
  start: 'dist/tools/dev-stack/src/main.js',
  'add-site': 'dist/tools/dev-stack/src/add-site/main.js',
  generate: 'dist/tools/generate/src/main.js',
  bench: 'dist/tools/bench/src/main.js',
  faults: 'dist/apps/system-e2e/src/faults/main.js',
  model: 'dist/apps/system-e2e/src/model/main.js',
  soak: 'dist/apps/system-e2e/src/faults/soak.js',
  import: 'dist/tools/import/src/main.js',
  conformance: 'dist/tools/conformance/src/main.js',
  'pack-client': 'dist/tools/pack-client/src/main.js',
  'conformance-site': 'dist/tools/conformance-site/src/main.js',
  schema: 'dist/tools/schema/src/main.js',
  'rotate-keys': 'dist/tools/rotate-keys/src/main.js',
  doctor: 'dist/tools/doctor/src/main.js',
  migrate: 'dist/tools/migrate/src/main.js',
  verify: 'dist/tools/verify/src/main.js',
};

function fail(line) {
  process.stderr.write('callboard: ' + line + '\n');
  process.exit(1);
}

function checkNode() {
  var version = process.versions.node.split('.').map(Number);
  var tooOld = version[0] < OLDEST_NODE[0] || (version[0] === OLDEST_NODE[0] && version[1] < OLDEST_NODE[1]);
  if (tooOld)
    fail(
      'Node ' +
        process.versions.node +
        ' is too old; install Node ' +
        OLDEST_NODE.join('.') +
        ' or newer (https://nodejs.org)',
    );
}

function hashOf(files) {
  var hash = crypto.createHash('sha256');
  files.forEach(function (file) {
    // By its place in the repository, so that a checkout can be moved.
    hash.update(path.relative(ROOT, file)).update(fs.readFileSync(file));
  });
  return hash.digest('hex');
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (_missing) {
    return undefined;
  }
}

function run(command, args, what) {
  var result = childProcess.spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  process.stderr.write(String(result.stdout || '') + String(result.stderr || ''));
  fail(what + ' failed; what it printed stands above');
}

function install() {
  var stamp = path.join(ROOT, 'node_modules', '.callboard-installed');
  var wanted =
    hashOf([path.join(ROOT, 'package-lock.json')]) + ' ' + process.versions.modules + ' ' + process.arch;
  if (read(stamp) === wanted) return;
  process.stdout.write('Installing packages (the first time takes a minute) ...\n');
  // No install scripts: nothing here needs one, and none that a package brings is trusted.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], 'npm ci');
  fs.writeFileSync(stamp, wanted);
}

function sources(folder, found) {
  fs.readdirSync(folder, { withFileTypes: true }).forEach(function (entry) {
    var full = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') sources(full, found);
    else if (entry.isFile() && /\.ts$/.test(entry.name)) found.push(full);
  });
  return found;
}

function build() {
  var folders = ['apps', 'libs', 'tools', 'examples'];
  var files = [path.join(ROOT, '.swcrc'), path.join(ROOT, 'package-lock.json')];
  folders.forEach(function (folder) {
    sources(path.join(ROOT, folder), files);
  });
  var stamp = path.join(ROOT, 'dist', '.built-from');
  var wanted = hashOf(files.sort());
  if (read(stamp) === wanted) return;
  // Made aside and put in place whole: two builds at once, or one that is interrupted, leave no half of it behind.
  var aside = path.join(ROOT, '.build-' + process.pid);
  var swc = path.join(ROOT, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  run(process.execPath, [swc].concat(folders, ['-d', aside, '--config-file', '.swcrc']), 'the build');
  fs.writeFileSync(path.join(aside, '.built-from'), wanted);
  putInPlace(aside, path.join(ROOT, 'dist'));
}

function putInPlace(aside, dist) {
  for (var tries = 0; ; tries += 1) {
    fs.rmSync(dist, { recursive: true, force: true });
    try {
      fs.renameSync(aside, dist);
      return;
    } catch (failure) {
      // Somebody else's build came in between; the later one wins.
      if (tries === 10) throw failure;
    }
  }
}

function handOver(program, args) {
  var child = childProcess.spawn(
    process.execPath,
    ['--enable-source-maps', path.join(ROOT, program)].concat(args),
    {
      stdio: 'inherit',
    },
  );
  // Ctrl-C reaches the child by itself (same terminal); this process only waits for it to clean up.
  process.on('SIGINT', function () {});
  process.on('SIGTERM', function () {
    child.kill('SIGTERM');
  });
  child.on('exit', function (code, signal) {
    process.exit(code === null ? 128 + (signal === 'SIGINT' ? 2 : 15) : code);
  });
}

checkNode();
var asked = process.argv[2];
install();
build();
if (asked !== 'build') {
  if (!PROGRAMS[asked]) fail('no such program: ' + asked + '; there are ' + Object.keys(PROGRAMS).join(', '));
  handOver(PROGRAMS[asked], process.argv.slice(3));
}
