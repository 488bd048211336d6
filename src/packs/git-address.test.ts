import { describe, expect, test } from '@jest/globals';
import { gitAddress, looksLikeAddress } from './git-address.js';

describe('gitAddress', () => {
  test.each([
    ['https://example.org/ans/rules.git', 'https://example.org/ans/rules.git', undefined, 'rules'],
    ['https://example.org/ans/rules#v3.0', 'https://example.org/ans/rules#v3.0', 'v3.0', 'rules'],
    ['https://me:secret@example.org/rules?token=t', 'https://example.org/rules', undefined, 'rules'],
    ['https://ghp_token@example.org/rules#main', 'https://example.org/rules#main', 'main', 'rules'],
    ['ssh://git:secret@example.org:2222/rules.git', 'ssh://git@example.org:2222/rules.git', undefined, 'rules'],
    ['git@example.org:ans/rules.git#feature/x', 'git@example.org:ans/rules.git#feature/x', 'feature/x', 'rules'],
    ['file:///srv/rules.git/', 'file:///srv/rules.git/', undefined, 'rules'],
  ])('%s is shown as %s', (given, shown, ref, name) => {
    expect(gitAddress(given)).toEqual({ url: given.split('#')[0], shown, ref, name });
  });

  test.each([
    ['a transport that runs a program', 'ext::sh -c touch% /tmp/x'],
    ['the same inside a scheme', 'ssh://ext::sh/x'],
    ['a transport by descriptor', 'fd::17'],
    ['nothing encrypted', 'http://example.org/rules'],
    ['nothing signed', 'git://example.org/rules'],
    ['another scheme', 'ftp://example.org/rules'],
    ['an option as host', 'ssh://-oProxyCommand=touch%20x/rules'],
    ['an option as user', 'ssh://-oProxyCommand=x@example.org/rules'],
    ['an option as host, short form', 'git@-oProxyCommand=x:rules'],
    ['an option as path, short form', 'git@example.org:--upload-pack=x'],
    ['an option as reference', 'https://example.org/rules#--upload-pack=touch'],
    ['a reference that climbs', 'https://example.org/rules#a..b'],
    ['an empty reference', 'https://example.org/rules#'],
    ['a line end', 'https://example.org/ru\nles'],
    ['no host', 'ssh:///rules'],
  ])('%s is refused', (_what, given) => {
    expect(() => gitAddress(given)).toThrow(/not accepted/);
  });

  test('a refusal repeats no password', () => {
    expect(() => gitAddress('http://me:secret@example.org/rules')).toThrow(expect.objectContaining({ field: 'http://example.org/rules' }));
  });
});

test('paths are no addresses', () => {
  expect(['./rules', '/srv/rules', 'C:\\rules', 'rules.zip', 'a/git@x:y'].filter(looksLikeAddress)).toEqual([]);
});
