/** What `--help` prints: every option of the schema, with its variable and default. */
import { API_SCOPES } from '../protocol/api.ts';
import { OPTIONS, type Option } from './options.ts';

const WIDTH = 28;

export function helpText(): string {
  return [
    'Usage: earshot [rotate-ca | key ... | account ... | backup FILE] [options]',
    '',
    'Chat and call anyone on the same Wi-Fi: this starts the server, and everyone else opens the address it prints.',
    '',
    ...entry(
      'rotate-ca',
      'Make a new certificate authority in the place of the old one, and end. Every device has to trust it anew.',
    ),
    ...entry(
      'key create NAME --scopes SCOPES',
      `Make a key for scripts and bots, show it once, and end. Scopes: ${API_SCOPES.join(',')}.`,
    ),
    ...entry('key list', 'List the keys by name, and end.'),
    ...entry('key revoke NAME', 'Take a key back, and end. It is of no use from that moment.'),
    ...entry(
      'account invite',
      'Make a link with which somebody can register, and end. With --administrator they become one.',
    ),
    ...entry('account list', 'List the accounts by name, and end.'),
    ...entry(
      'account links',
      'List the invitations and links for new passwords that are still open, and end.',
    ),
    ...entry('account revoke ID', 'Take one of these links back, and end. It is of no use from that moment.'),
    ...entry('account reset NAME', 'Make a link with which somebody can choose a new password, and end.'),
    ...entry(
      'account disable NAME',
      'Keep somebody out, and end. So does enable for the contrary. A server that runs notices.',
    ),
    ...entry(
      'account promote NAME',
      'Make somebody an administrator, and end. So does demote for the contrary, but for the last one.',
    ),
    ...entry('backup FILE', 'Copy the accounts into a file, also while the server runs, and end.'),
    '',
    ...OPTIONS.flatMap(describeOption),
    ...entry('--config FILE', 'File with options, as one JSON object.', 'EARSHOT_CONFIG'),
    ...entry('-h, --help', 'Print this.'),
    ...entry('-v, --version', 'Print the version.'),
    '',
    'The command line wins over the environment, the environment over the file, and the file over the defaults.',
    '',
  ].join('\n');
}

function describeOption(option: Option): string[] {
  const { placeholder, variable, meaning } = option;
  const stated = defaultText(option);
  return entry(
    // What is on already needs only a way to turn it off.
    `--${option.default === true ? 'no-' : ''}${option.flag}${placeholder === '' ? '' : ` ${placeholder}`}`,
    option.default === true ? `Do not ${meaning.slice(0, 1).toLowerCase()}${meaning.slice(1)}` : meaning,
    stated === '' ? variable : `${variable}, default ${stated}`,
  );
}

/** Empty where there is none. */
export function defaultText({ default: value = '' }: Option): string {
  return typeof value === 'object' ? value.join(',') : String(value);
}

function entry(names: string, meaning: string, note?: string): string[] {
  const indent = ' '.repeat(WIDTH + 2);
  const first = `  ${names}`.padEnd(WIDTH + 2);
  const head = first.length > WIDTH + 2 ? [first.trimEnd(), `${indent}${meaning}`] : [`${first}${meaning}`];
  return note === undefined ? head : [...head, `${indent}${note}`];
}
