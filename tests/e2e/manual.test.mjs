// What the admin command can do is in its manual and in its completion.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = path.join(root, 'build', process.env.LATCHKEY_DEV_PRESET ?? 'dev', 'bin');
const cli = path.join(root, 'cli');

// Of a command that is a script, which the installed program would find elsewhere, from the tree.
function helpOf(words) {
  const script = path.join(cli, words[0] ?? '.');
  const [program, args] = existsSync(script) && words.length > 0
    ? [script, []]
    : [path.join(bin, 'latchkey'), words];
  return execFileSync(program, [...args, '--help'], { encoding: 'utf8' });
}
const firstWords = (help, heading, pattern) => {
  const [, lines = ''] = help.match(new RegExp(`^${heading}:\\n((?: .*\\n)+)`, 'm')) ?? [];
  return lines.split('\n').map((line) => line.match(pattern)?.[1]).filter(Boolean);
};
const subcommandsOf = (words) => firstWords(helpOf(words), 'Subcommands', /^ {2}([a-z-]+)/);
const optionsOf = (words) => firstWords(helpOf(words), 'Options', /^ {2}(--[a-z-]+)/);

// Every command as its words, those that only have others under them apart.
function commands(words = []) {
  const under = subcommandsOf(words);
  return under.length === 0 ? [words] : under.flatMap((word) => commands([...words, word]));
}

// What bash offers when TAB is pressed behind these words, the last of them begun.
const completed = (...words) =>
  execFileSync('bash', ['-c', `
    source ${path.join(cli, 'completion.bash')}
    COMP_WORDS=(latchkey "$@") COMP_CWORD=$#
    _latchkey
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', ...words], {
    encoding: 'utf8', env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
  }).split('\n').filter(Boolean);

test('every command and option is in the manual', () => {
  const manual = readFileSync(path.join(cli, 'latchkey.8'), 'utf8');
  const all = commands();
  assert.ok(all.length > 15);

  for (const words of all) {
    assert.match(manual, new RegExp(`^\\.It Cm ${words.join(' ')}( |$)`, 'm'));
    for (const option of [...optionsOf(words), ...optionsOf(words.slice(0, -1))]) {
      assert.match(manual, new RegExp(`Fl ${option.slice(1)}\\b`), words.join(' '));
    }
  }
});

test('TAB completes commands, options and the values of a closed set', () => {
  assert.deepEqual(completed('st'), ['status']);
  assert.deepEqual(completed('keys', 're'), ['retire']);
  assert.deepEqual(completed('keys', '--dir', '/tmp', 'ro'), ['rotate']);
  assert.deepEqual(completed('credits', 'show', 'ada@example.com', '--l'), ['--limit']);
  assert.deepEqual(completed('outbox', 'list', 'dis'), ['discarded']);
  assert.deepEqual(completed('sessions', 'revoke', 'ada@'), []);
});
