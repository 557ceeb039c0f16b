// The README's walk with curl, word for word, against the local provider that ./dev up starts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startStack } from '../harness/stack.mjs';

let stack, folder;

before(async () => {
  stack = await startStack();
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-readme-'));
  symlinkSync(stack.dir, path.join(folder, '.dev'));
});
after(async () => {
  await stack?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

test('the commands of the README sign in, refresh and log out', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, commands] = readme.match(/## The same with curl[\s\S]*?```sh\n([\s\S]*?)```/);

  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail'], {
    cwd: folder, input: commands, encoding: 'utf8', timeout: 60_000,
  });

  assert.equal(status, 0, stderr);
  assert.match(stdout, /"email": "ada@example.com"/);
  assert.match(stdout, /"credits": 25/);
  assert.match(stdout, /the same successor/);
  assert.match(stdout, /"success": true/);
  assert.match(stdout, /"session_revoked"/);
});
