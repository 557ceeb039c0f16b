// The applications of docs/protect-your-app.md as real programs behind a stack's nginx, with its lines word for
// word but for addresses and folders: PHP-FPM, Django on gunicorn, TiddlyWiki, a program with a WebSocket and
// a stream of events, and a folder of files.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { configureGateway } from './application.mjs';
import { startLive } from './applications/live.mjs';
import { eventually } from './wait.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const tiddlywiki = path.join(here, '../node_modules/tiddlywiki');
const page = readFileSync(path.join(here, '../../docs/protect-your-app.md'), 'utf8');

const kinds = [
  'JSON API', 'PHP', 'Django, and any HTTP server', 'A product', 'WebSocket', 'Server-sent events', 'Files',
];

// The first block of this language under a heading of the page.
export function example(heading, language = 'nginx') {
  const [, section] = page.split(new RegExp(`^## ${heading}$`, 'm'));
  const [, block] = section.split(/^## /m)[0].match(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``));
  return block;
}

// Starts them all and tells the stack's nginx. `locations`: more of them; `server`: a block beside Latchkey's; in
// both, addresses and folders are those of the page. -> {folder, live, written(), stop()}
export async function startApplications(stack, { locations = '', server } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-applications-'));
  chmodSync(folder, 0o755); // PHP's pool is a user of its own
  for (const name of ['php', 'wiki', 'files', 'cache']) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, 'files/picture.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  writeFileSync(path.join(folder, 'files/report.csv'), 'month,sales\n5,7\n');
  const live = await startLive();
  const programs = [startPhp(folder), startDjango(folder), startWiki(folder)];
  const stop = async () => {
    await Promise.all([live.stop(), ...programs.map(end)]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of ['php', 'python', 'wiki']) await eventually(() => listens(path.join(folder, `${name}.sock`)));
    await configureGateway(stack, {
      locations: placed([...kinds.map((kind) => example(kind)), locations].join('\n'), folder, live),
      server: server && placed(server, folder, live),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { folder, live, written: () => written(path.join(folder, 'php/written')), stop };
}

// Lines of the page with the addresses and folders of these programs.
function placed(lines, folder, live) {
  const at = (name) => `unix:${path.join(folder, name)}.sock`;
  return [
    ['127.0.0.1:9000', live.address],
    ['unix:/run/php/php-fpm.sock', at('php')],
    ['127.0.0.1:8000', at('python')],
    ['127.0.0.1:8080', at('wiki')],
    ['/var/www', folder],
    ['/srv/files', path.join(folder, 'files')],
  ].reduce((done, [from, to]) => done.replaceAll(from, to), lines);
}

// What was sent to the form of the PHP site.
function written(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
}

// Ends with this process, however that ends.
function run(folder, name, program, args, env = {}) {
  const log = openSync(path.join(folder, `${name}.log`), 'w');
  return spawn('setpriv', ['--pdeathsig', 'TERM', '--', program, ...args], { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
}

async function end(program) {
  if (program.exitCode !== null || program.signalCode !== null) return;
  program.kill('SIGTERM');
  await once(program, 'exit');
}

function listens(socket) {
  return new Promise((resolve) => {
    const connection = net.connect(socket);
    connection.on('connect', () => { connection.destroy(); resolve(true); });
    connection.on('error', () => resolve(false));
  });
}

function startPhp(folder) {
  const site = path.join(folder, 'php');
  chmodSync(site, 0o777);
  copyFileSync(path.join(here, 'applications/php/index.php'), path.join(site, 'index.php'));
  writeFileSync(path.join(site, 'user.php'), example('PHP', 'php'));
  writeFileSync(path.join(folder, 'php.conf'), `[global]
error_log = ${path.join(folder, 'php.log')}
daemonize = no
[www]
user = www-data
listen = ${path.join(folder, 'php.sock')}
listen.mode = 0666
pm = static
pm.max_children = 2
`);
  const [program] = readdirSync('/usr/sbin').filter((name) => /^php-fpm[\d.]+$/.test(name));
  return run(folder, 'php', `/usr/sbin/${program}`, ['--fpm-config', path.join(folder, 'php.conf')]);
}

function startDjango(folder) {
  copyFileSync(path.join(here, 'applications/latchkey_site.py'), path.join(folder, 'latchkey_site.py'));
  writeFileSync(path.join(folder, 'latchkey_user.py'), example('Django, and any HTTP server', 'python'));
  const options = ['--bind', `unix:${path.join(folder, 'python.sock')}`, '--workers', '2', '--preload'];
  return run(folder, 'python', 'gunicorn', [...options, 'latchkey_site:application'], {
    SITE_DATABASE: path.join(folder, 'python.db'), PYTHONDONTWRITEBYTECODE: '1',
  });
}

// TiddlyWiki takes a socket's path from the variable that `port` names.
function startWiki(folder) {
  const [, setting] = page.match(/^\| TiddlyWiki \| `(.*?)` \|$/m);
  const program = path.join(tiddlywiki, 'tiddlywiki.js');
  const wiki = path.join(folder, 'wiki');
  copyFileSync(path.join(tiddlywiki, 'editions/server/tiddlywiki.info'), path.join(wiki, 'tiddlywiki.info'));
  return run(folder, 'wiki', process.execPath, [program, wiki, ...setting.split(' '), 'port=WIKI_SOCKET'], {
    WIKI_SOCKET: path.join(folder, 'wiki.sock'),
  });
}
