import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { shellWord, visible } from './shown.js';

const ESC = String.fromCodePoint(0x1b);
const RIGHT_TO_LEFT = String.fromCodePoint(0x202e);

test('what a terminal would obey or hide is shown', () => {
  expect(visible(`a${ESC}[31m\n${RIGHT_TO_LEFT}é`)).toBe('a\\u{1b}[31m\\u{a}\\u{202e}é');
});

describe('shellWord', () => {
  test.each(['../pack', 'https://example.org/r#main', 'git@example.org:a/b.git', './a+b=c,d'])('%s needs no quotes', (argument) => {
    expect(shellWord(argument)).toBe(argument);
  });

  const posix = process.platform === 'win32' ? test.skip : test;
  posix.each(['$(touch x)', "it's; `id`", 'My rules', '"$HOME"', '#x', '~', '*', '', 'é'])('%j means itself to a shell', (argument) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(argument)}`], { encoding: 'utf8' })).toBe(argument);
  });

  posix('nothing invisible is left in it', () => {
    expect(shellWord(`x${ESC}]0;y\n`)).toBe("'x\\u{1b}]0;y\\u{a}'");
  });
});
