import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { readYaml, type CatalogueProblem, type RunSetup } from '../engine/index.js';
import { type Bilingual, ConfigurationError, type Credentials, type Identity, Statement, type WrongCertificate } from '../model/index.js';
import { makeTestPki, WRONG_TLS } from '../protocols/x509/index.js';

/**
 * Reads a statement file.
 * @throws ConfigurationError with the line and the field of what is wrong
 */
export function readStatement(file: string): { statement: Statement; directory: string } {
  if (!existsSync(file))
    throw new ConfigurationError(
      'STATEMENT',
      { fr: `${file} : fichier introuvable.`, en: `${file}: no such file.` },
      { fr: 'Vérifier le chemin de la déclaration.', en: 'Check the path of the statement.' },
    );
  const problems: CatalogueProblem[] = [];
  const statement = readYaml(file, Statement, problems);
  const [first] = problems;
  if (!statement || first)
    throw new ConfigurationError(
      `${file}:${first?.line ?? 1}`,
      { fr: first?.message ?? 'illisible', en: first?.message ?? 'unreadable' },
      {
        fr: 'Corriger ce champ ; le schéma est dans docs/schemas/statement.schema.json.',
        en: 'Correct this field; the schema is docs/schemas/statement.schema.json.',
      },
    );
  return { statement, directory: dirname(resolve(file)) };
}

/** The test certificates of a folder, made when there are none or when they have expired. */
export async function ensureTestPki(folder: string, now: Date): Promise<Record<string, string>> {
  if (!isUsable(folder, now)) await replaceTestPki(folder, now);
  return Object.fromEntries(PKI_FILES.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const PKI_FILES = [
  'authority.pem',
  'platform.pem',
  'platform.key',
  'platform-client.pem',
  'platform-client.key',
  'lps-sign.pem',
  'lps-sign.key',
  'lps-auth.pem',
  'lps-auth.key',
  'expired-sign.pem',
  'expired-sign.key',
  'revoked-sign.pem',
  'revoked-sign.key',
  'crl.pem',
  ...WRONG_TLS.flatMap((name) => [`${name}-tls.pem`, `${name}-tls.key`]),
];

/** An earlier version may have made fewer files. */
function isUsable(folder: string, now: Date): boolean {
  const authority = join(folder, 'authority.pem');
  return PKI_FILES.every((name) => existsSync(join(folder, name))) && new Date(new X509Certificate(readFileSync(authority)).validTo) > now;
}

/** Makes the folder whole or not at all: another run may be making or reading it at this moment. */
async function replaceTestPki(folder: string, now: Date): Promise<void> {
  const fresh = `${folder}.${process.pid}`;
  await writeTestPki(fresh, now);
  if (existsSync(join(folder, 'authority.pem')) && !isUsable(folder, now))
    renameSync(folder, `${folder}.expired-${now.getTime()}-${process.pid}`);
  try {
    renameSync(fresh, folder);
  } catch {
    // someone else was quicker: theirs is as good
    rmSync(fresh, { recursive: true });
  }
}

/** Makes a new test PKI in a folder; keys are readable by their owner only. Returns the names of the files. */
export async function writeTestPki(folder: string, now: Date, options: { structure?: string; crlUrl?: string } = {}): Promise<string[]> {
  const files = await makeTestPki({ now, ...options });
  makeFolder('--out', folder);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), content, { mode: /\.(key|p12)$/.test(name) ? 0o600 : 0o644 });
  return Object.keys(files);
}

/**
 * What simulators need to show and to trust, from the statement's files or else from the test PKI.
 * @throws ConfigurationError naming the field whose file is missing, unreadable, or does not fit
 */
export function trustAndIdentity(statement: Statement, directory: string, pki: Record<string, string>): RunSetup['context'] {
  const { tls, vihf } = statement;
  const own = (name: string): Credentials => ({ key: pki[`${name}.key`]!, certificate: pki[`${name}.pem`]! });
  const authorities = tls?.authorities?.map((file, i) => certificate(`tls.authorities[${i}]`, directory, file)) ?? [];
  const crls = tls?.crls?.map((file, i) => readPem(`tls.crls[${i}]`, directory, file)) ?? [];
  const vihfAuthorities = vihf?.authorities?.map((file, i) => certificate(`vihf.authorities[${i}]`, directory, file)) ?? [];
  const wrong = Object.fromEntries(
    Object.entries(tls?.wrong ?? {}).map(([name, identity]) => [name, credentials(`tls.wrong.${name}`, directory, identity, 'any date')]),
  );
  const declared = statement.actors.some((a) => a.options?.includes('vihf'));
  return {
    now: () => new Date(),
    tls: {
      server: tls?.server ? credentials('tls.server', directory, tls.server) : own('platform'),
      client: tls?.client ? credentials('tls.client', directory, tls.client) : own('platform-client'),
      // the test authority stays trusted: our own simulators talk to each other with its certificates
      authorities: [...authorities, pki['authority.pem']!],
      crls: [...crls, pki['crl.pem']!],
      requireClientCertificate: true,
      wrongIdentities: { ...wrongOf(tls !== undefined && (tls.client ?? tls.server) !== undefined, own), ...wrong },
    },
    vihf: {
      signer: vihf?.signer ? credentials('vihf.signer', directory, vihf.signer) : own('lps-sign'),
      trust: { anchors: [...vihfAuthorities, pki['authority.pem']!], crls: [...crls, pki['crl.pem']!] },
      required: declared,
      wrongSigners: { authentication: own('lps-auth'), expired: own('expired-sign'), revoked: own('revoked-sign') },
    },
  };
}

/**
 * The identities of the test PKI that a product shall refuse. When Addax shows identities of another authority, the
 * product need not know that of the test PKI: it would refuse all of them for that, and nothing else would be tested.
 */
function wrongOf(declared: boolean, own: (name: string) => Credentials): Partial<Record<WrongCertificate, Credentials>> {
  const strangers = { 'unknown-authority': own('stranger-tls'), 'self-signed': own('self-signed-tls') };
  if (declared) return strangers;
  return {
    ...strangers,
    expired: own('expired-tls'),
    'not-yet-valid': own('not-yet-valid-tls'),
    'wrong-name': own('wrong-name-tls'),
    'wrong-use': own('wrong-use-tls'),
    revoked: own('revoked-tls'),
  };
}

/** @throws ConfigurationError when the folder cannot be made or written to */
export function makeFolder(field: string, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      field,
      { fr: `${folder} : ${said}`, en: `${folder}: ${said}` },
      { fr: 'Choisir un dossier où il est permis d’écrire.', en: 'Choose a folder that may be written to.' },
    );
  }
}

function readPem(field: string, directory: string, file: string): string {
  const path = resolve(directory, file);
  if (!existsSync(path))
    throw new ConfigurationError(
      field,
      { fr: `${path} : fichier introuvable.`, en: `${path}: no such file.` },
      {
        fr: 'Corriger le chemin : il part du dossier de la déclaration.',
        en: 'Correct the path: it starts from the folder of the statement.',
      },
    );
  return readFileSync(path, 'utf8');
}

function certificate(field: string, directory: string, file: string, dates?: 'any date'): string {
  const pem = readPem(field, directory, file);
  attempt(field, () => new X509Certificate(pem), { fr: 'ce n’est pas un certificat PEM', en: 'it is not a PEM certificate' });
  if (dates) return pem;
  const { validFrom, validTo } = new X509Certificate(pem);
  const now = new Date();
  if (new Date(validTo) < now || new Date(validFrom) > now)
    throw new ConfigurationError(
      field,
      { fr: `Certificat valable du ${validFrom} au ${validTo}.`, en: `Certificate valid from ${validFrom} to ${validTo}.` },
      { fr: 'Le renouveler, ou mettre la machine à l’heure.', en: 'Renew it, or set the time of this machine.' },
    );
  return pem;
}

function credentials(field: string, directory: string, identity: Identity, dates?: 'any date'): Credentials {
  const passphrase = identity.passphrase === undefined ? {} : { passphrase: identity.passphrase };
  if ('pkcs12' in identity) {
    readPem(`${field}.pkcs12`, directory, identity.pkcs12);
    const pkcs12 = readFileSync(resolve(directory, identity.pkcs12));
    attempt(`${field}.pkcs12`, () => createSecureContext({ pfx: pkcs12, ...passphrase }), {
      fr: 'PKCS#12 illisible ou phrase de passe fausse',
      en: 'unreadable PKCS#12 or wrong passphrase',
    });
    return { pkcs12, ...passphrase };
  }
  const key = readPem(`${field}.key`, directory, identity.key);
  const pem = certificate(`${field}.certificate`, directory, identity.certificate, dates);
  attempt(`${field}.key`, () => createPrivateKey({ key, ...passphrase }), {
    fr: 'clé illisible ou phrase de passe fausse',
    en: 'unreadable key or wrong passphrase',
  });
  attempt(`${field}.key`, () => createSecureContext({ key, cert: pem, ...passphrase }), {
    fr: 'la clé n’est pas celle du certificat',
    en: 'the key is not that of the certificate',
  });
  return { key, certificate: pem, ...passphrase };
}

function attempt(field: string, what: () => unknown, explanation: Bilingual): void {
  try {
    what();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      field,
      { fr: `${explanation.fr} (${said}).`, en: `${explanation.en} (${said}).` },
      { fr: 'Vérifier ce fichier.', en: 'Check this file.' },
    );
  }
}
