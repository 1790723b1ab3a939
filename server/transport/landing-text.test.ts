import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StartError } from '../start-error.ts';
import { LandingText } from './landing-text.ts';

let folder: string;
const warnings: unknown[] = [];
const log = { warn: (...words: unknown[]) => void warnings.push(words) };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-landing-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fileOf = (name: string) => join(folder, name);

it.each([
  ['missing.md', null, 'there is no such file'],
  ['large.md', Buffer.alloc(16_385, 'a'), 'is larger than 16384 bytes'],
  ['huge.md', Buffer.alloc(5_000_000, 'a'), 'is larger than 16384 bytes'],
  ['latin.md', Buffer.from('Küche', 'latin1'), 'is not text in UTF-8'],
  ['picture.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]), 'is not text in UTF-8'],
  ['deep.md', Buffer.alloc(2_000, '>'), 'is nested too deeply'],
  ['.', null, 'is not a file'],
])('%s is refused at start by the name of the option', async (name, content, problem) => {
  const file = fileOf(name);
  if (content !== null) await writeFile(file, content);
  const error: unknown = await LandingText.open(file, log).catch((fault: unknown) => fault);
  expect(error).toBeInstanceOf(StartError);
  expect(String(error)).toBe(`StartError: --landing: ${problem} (was ${JSON.stringify(file)})`);
});

it('the largest that is allowed is read, and an empty one too', async () => {
  await writeFile(fileOf('most.md'), Buffer.alloc(16_384, 'a'));
  await writeFile(fileOf('empty.md'), '');
  expect(String(await (await LandingText.open(fileOf('most.md'), log)).html())).toHaveLength(16_384 + 7);
  expect(String(await (await LandingText.open(fileOf('empty.md'), log)).html())).toBe('');
});

it('a change is shown, and one that cannot be read is told once and changes nothing', async () => {
  const file = fileOf('rules.md');
  await writeFile(file, 'one');
  const text = await LandingText.open(file, log);
  const shown = async () => String(await text.html());
  expect(await shown()).toBe('<p>one</p>');
  await appendFile(file, ' and two');
  expect(await Promise.all([shown(), shown()])).toEqual(['<p>one and two</p>', '<p>one and two</p>']);
  await writeFile(file, Buffer.from([0xff, 0xfe, 0x00]));
  expect([await shown(), await shown()]).toEqual(['<p>one and two</p>', '<p>one and two</p>']);
  await rm(file);
  expect([await shown(), await shown()]).toEqual(['<p>one and two</p>', '<p>one and two</p>']);
  expect(warnings).toEqual([
    ['landing page not renewed', { why: 'is not text in UTF-8' }],
    ['landing page not renewed', { why: 'there is no such file' }],
  ]);
  await writeFile(file, 'back');
  expect(await shown()).toBe('<p>back</p>');
});
