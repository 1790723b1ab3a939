/** Every option: its type, default, and one-line meaning. Types, checks, `--help` and docs/configuration.md follow from here. */
import * as v from 'valibot';
import { REGISTRATIONS } from '../protocol/accounts.ts';

const describe = <S extends v.GenericSchema>(schema: S, meaning: string) =>
  v.pipe(schema, v.description(meaning));
const text = v.pipe(
  v.string('must be text'),
  v.minLength(1, 'must not be empty'),
  v.maxLength(200, 'must be at most 200 characters'),
);
const number = v.number('must be a number');
const whole = v.pipe(number, v.integer('must be a whole number'));
const seconds = v.pipe(
  whole,
  v.minValue(1, 'must be at least 1 second'),
  v.maxValue(86_400, 'must be at most 86400 seconds'),
);
const count = (most: number) =>
  v.pipe(whole, v.minValue(0, 'must be at least 0'), v.maxValue(most, `must be at most ${most}`));
const limit = v.pipe(
  whole,
  v.minValue(1, 'must be at least 1'),
  v.maxValue(1_000_000, 'must be at most 1000000'),
);
const portNumber = v.pipe(
  whole,
  v.minValue(0, 'must be from 0 to 65535'),
  v.maxValue(65_535, 'must be from 0 to 65535'),
);

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export const RELAY_MODES = ['auto', 'on', 'off'] as const;
const turnUrl = v.pipe(
  text,
  v.regex(/^turns?:[^\s/?]+(\?transport=(udp|tcp))?$/, 'must look like turn:HOST:PORT?transport=udp'),
);

const characters = (text: string) => Array.from(text).length;
const passcode = v.pipe(
  v.string('must be text, in quotes'),
  v.trim(),
  v.check((text) => characters(text) >= 4, 'is too short: give it at least 4 characters'),
  v.check((text) => characters(text) <= 100, 'is too long: give it at most 100 characters'),
);

/** Whose values are shown nowhere. */
export const SECRETS: readonly string[] = ['passcode', 'turnSecret'];

export const configSchema = v.strictObject({
  port: describe(v.optional(portNumber, 5443), 'Port for HTTP and HTTPS; 0 picks a free one.'),
  host: describe(v.optional(text, '0.0.0.0'), 'Local address to listen on; 0.0.0.0 is all of them.'),
  name: describe(
    v.optional(text),
    "What people see as this server's name; the computer's name where not given.",
  ),
  dataDir: describe(
    v.optional(text),
    "Folder for the server's keys; a folder of your user account where not given.",
  ),
  cert: describe(v.optional(text), 'Certificate of your own (PEM file, chain included); needs key.'),
  key: describe(v.optional(text), 'Private key of that certificate (PEM file); needs cert.'),
  passcode: describe(
    v.optional(passcode),
    'Passcode that everybody has to give once before they see anything of anybody, 4 to 100 characters.',
  ),
  landing: describe(
    v.optional(text),
    'Markdown file with words of your own, such as house rules, that everybody sees once before joining.',
  ),
  coffee: describe(
    v.optional(v.pipe(text, v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 15:00'))),
    'Time of day, by the clock of this computer, at which those who want a coffee are brought together in pairs.',
  ),
  accounts: describe(
    v.optional(v.boolean('must be true or false'), false),
    'Ask people to log in with a name and a password, which makes names owned.',
  ),
  registration: describe(
    v.optional(v.picklist(REGISTRATIONS, `must be one of ${REGISTRATIONS.join(', ')}`), 'invite'),
    'Who may make an account; needs accounts.',
  ),
  mdns: describe(
    v.optional(v.boolean('must be true or false'), true),
    'Announce the server as earshot.local on the network.',
  ),
  logLevel: describe(
    v.optional(v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), 'warn'),
    'How much is logged.',
  ),
  hosts: describe(
    v.optional(v.array(text, 'must be a list'), []),
    'Further host names or addresses under which people reach this server, separated by commas.',
  ),
  relay: describe(
    v.optional(v.picklist(RELAY_MODES, `must be one of ${RELAY_MODES.join(', ')}`), 'auto'),
    'Whether calls may pass through this server; auto opens the relay for the first call that finds no direct path.',
  ),
  relayPort: describe(v.optional(portNumber, 3478), 'Port of that relay, UDP and TCP; 0 picks a free one.'),
  turnUrl: describe(
    v.optional(v.array(turnUrl, 'must be a list'), []),
    'TURN servers of your own that calls may use, separated by commas; needs turnSecret.',
  ),
  turnSecret: describe(
    v.optional(text),
    'Secret that those servers share with this one to make credentials that run out; needs turnUrl.',
  ),
  graceSeconds: describe(
    v.optional(seconds, 8),
    'How long somebody who lost the connection still counts as here.',
  ),
  requestSeconds: describe(v.optional(seconds, 300), 'How long a chat request waits for an answer.'),
  cooldownSeconds: describe(
    v.optional(seconds, 60),
    'How long somebody must wait to ask again after being declined.',
  ),
  ringSeconds: describe(v.optional(seconds, 40), 'How long an unanswered call rings.'),
  callGraceSeconds: describe(
    v.optional(seconds, 45),
    'How long a call waits for somebody who lost the connection.',
  ),
  mailboxMessages: describe(
    v.optional(count(1_000), 200),
    'Messages kept in memory for one person who is away; 0 keeps none.',
  ),
  mailboxTotal: describe(
    v.optional(count(1_000_000), 20_000),
    'Messages kept in memory for all people who are away.',
  ),
  mailboxHours: describe(
    v.optional(
      v.pipe(whole, v.minValue(1, 'must be at least 1 hour'), v.maxValue(720, 'must be at most 720 hours')),
      24,
    ),
    'How long such a message is kept.',
  ),
  idleMinutes: describe(
    v.optional(
      v.pipe(
        whole,
        v.minValue(1, 'must be at least 1 minute'),
        v.maxValue(1_440, 'must be at most 1440 minutes'),
      ),
      10,
    ),
    'Minutes without a touch after which somebody is shown as away.',
  ),
  connections: describe(v.optional(limit, 5_000), 'Open connections in all; more are not let in.'),
  connectionsPerAddress: describe(
    v.optional(limit, 500),
    'Open connections of one address; raise it where many people come through one proxy.',
  ),
  connectionsPerSecond: describe(
    v.optional(limit, 25),
    'New connections of one address each second, ten times as many at once.',
  ),
  packetsPerSecond: describe(
    v.optional(limit, 50),
    'What one connection may send each second before it is slowed down.',
  ),
  packetsBurst: describe(v.optional(limit, 400), 'How much of that may come at once.'),
  messagesPerSecond: describe(
    v.optional(limit, 10),
    'Messages of one person each second before they are slowed down; none is refused.',
  ),
  messagesBurst: describe(v.optional(limit, 200), 'How many of those may come at once.'),
  requestsPerMinute: describe(
    v.optional(limit, 20),
    'Chat requests that one person may make or withdraw each minute.',
  ),
  callsPerMinute: describe(v.optional(limit, 6), 'Calls that one person may start each minute.'),
  profilesPerMinute: describe(
    v.optional(limit, 30),
    'Changes of name, status, contacts and blocks that one person may make each minute.',
  ),
  searchesPerSecond: describe(
    v.optional(limit, 5),
    'Searches among the people, and pages of their list, that one person may ask for each second, six times as many at once.',
  ),
  typingPerSecond: describe(
    v.optional(limit, 2),
    'How often one person may tell each second that they write, ten times as often at once.',
  ),
  meetingsPerMinute: describe(
    v.optional(limit, 30),
    'How often one person may ask for somebody to meet each minute, a third of it at once.',
  ),
  wrongPasswords: describe(
    v.optional(limit, 10),
    'Wrong passwords of one account, and of one address, in ten minutes before no more are looked at.',
  ),
});
export type Config = Readonly<v.InferOutput<typeof configSchema>>;
export type OptionName = keyof typeof configSchema.entries;
