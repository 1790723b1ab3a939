/**
 * What the authority of an installation can prove to those who trust it, and what its stolen key cannot: six addresses, as Chromium,
 * Firefox and OpenSSL see them on a computer of the virtual LAN.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { openAuthority } from '../../server/tls/authority.ts';
import { buildLeaf, type KeyAndCertificate } from '../../server/tls/certificate-builder.ts';
import { freshLan } from '../support/fresh-lan.ts';
import { launchFirefoxOn } from '../support/lan-firefox.ts';
import type { LanHost } from '../support/lan-host.ts';
import type { VirtualLan } from '../support/virtual-lan.ts';

const it = test.extend<{ lan: VirtualLan }>({ lan: freshLan });

const SECOND = '10.77.0.201';
const OTHER_PRIVATE = '192.168.55.5';
const PUBLIC = '203.0.113.7';
const PUBLIC_NAME = 'bank.example.org';

/** Answers every request on a port of its own for each pair of files: port, key, certificate chain. */
const SERVE = `
const { readFileSync } = require('node:fs');
for (const [port, key, cert] of JSON.parse(process.argv[1])) {
  require('node:https').createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) =>
    response.end('reached'),
  ).listen(port, '0.0.0.0', () => console.log('listening ' + port + '.'));
}`;

interface Case {
  readonly what: string;
  readonly host: string;
  readonly leaf: KeyAndCertificate;
  readonly proven: boolean;
}

/** Whether the page behind an address is shown without a word of warning. */
async function browserShows(browser: Browser, url: string): Promise<boolean> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    return (await page.textContent('body')) === 'reached';
  } catch (error) {
    // Chromium and Firefox say it in their own words; anything but a certificate is a fault of the test.
    expect(String(error)).toMatch(/ERR_CERT_|SEC_ERROR_|SSL_ERROR_BAD_CERT|MOZILLA_PKIX/);
    return false;
  } finally {
    await page.close();
  }
}

async function opensslVerifies(on: LanHost, ca: string, host: string, port: number): Promise<boolean> {
  const check = /^[\d.]+$/.test(host) ? '-verify_ip' : '-verify_hostname';
  const strict = ['-x509_strict', '-verify_return_error', '-CAfile', ca];
  const { code, stdout, stderr } = await on.run('sh', [
    '-c',
    'openssl s_client -connect "$0" "$@" </dev/null',
    `${host}:${port}`,
    check,
    host,
    ...strict,
  ]);
  const words = stdout + stderr;
  // Reached in any case; what is asked is only what is made of its certificate.
  expect(words).toMatch(/CONNECTED/);
  return code === 0 && words.includes('Verify return code: 0 (ok)');
}

it('proves its own name and addresses; a stolen key or leaf proves nothing of the public or of another computer', async ({
  lan,
}) => {
  const host = await lan.addHost('reader');
  for (const address of [SECOND, OTHER_PRIVATE, PUBLIC]) {
    await host.must('ip', ['address', 'add', `${address}/32`, 'dev', 'lo']);
  }
  await host.must('sh', ['-c', `echo '${PUBLIC} ${PUBLIC_NAME}' >>/run/hosts`]);
  await host.must('sh', ['-c', `echo '${host.address} earshot.local' >>/run/hosts`]);

  const folder = await mkdtemp(join(tmpdir(), 'earshot-authority-'));
  try {
    const authority = await openAuthority({
      folder: join(folder, 'tls'),
      now: () => Date.now(),
      label: 'study',
    });
    const ca = authority.certificateFile;
    const genuine = await authority.issue({ names: ['earshot.local'], addresses: [host.address, SECOND] });
    const pem = await readFile(join(folder, 'tls', 'authority.pem'), 'utf8');
    const certificate = pem.indexOf('-----BEGIN CERT');
    const stolen = { keyPem: pem.slice(0, certificate), certificatePem: pem.slice(certificate) };
    const forge = (names: readonly string[], addresses: readonly string[]) =>
      buildLeaf(stolen, { names, addresses, label: 'thief', now: Date.now() });
    const cases: readonly Case[] = [
      { what: 'own name', host: 'earshot.local', leaf: genuine, proven: true },
      { what: 'own address', host: host.address, leaf: genuine, proven: true },
      { what: 'second address', host: SECOND, leaf: genuine, proven: true },
      { what: 'public name', host: PUBLIC_NAME, leaf: await forge([PUBLIC_NAME], []), proven: false },
      { what: 'public address', host: PUBLIC, leaf: await forge([], [PUBLIC]), proven: false },
      { what: 'other private host, stolen leaf', host: OTHER_PRIVATE, leaf: genuine, proven: false },
    ];
    const files = await Promise.all(
      cases.map(async ({ leaf }, index) => {
        const [key, cert] = [join(folder, `${index}.key`), join(folder, `${index}.crt`)];
        await Promise.all([writeFile(key, leaf.keyPem), writeFile(cert, leaf.certificatePem)]);
        return [8_000 + index, key, cert] as const;
      }),
    );
    const server = host.spawn(process.execPath, ['-e', SERVE, JSON.stringify(files)]);
    for (const [port] of files) await server.waitFor(new RegExp(`listening ${port}\\.`));

    await host.trustCa(ca);
    const chromium = await host.launchChromium();
    const firefox = await launchFirefoxOn(host, ca);
    const seen: Record<string, readonly boolean[]> = {};
    const expected: Record<string, readonly boolean[]> = {};
    try {
      for (const [index, { what, host: name, proven }] of cases.entries()) {
        const port = 8_000 + index;
        const url = `https://${name}:${port}/`;
        seen[what] = [
          await opensslVerifies(host, ca, name, port),
          await browserShows(chromium, url),
          await browserShows(firefox, url),
        ];
        expected[what] = [proven, proven, proven];
      }
    } finally {
      await firefox.close();
    }
    expect(seen).toEqual(expected);
  } finally {
    await rm(folder, { recursive: true });
  }
});
