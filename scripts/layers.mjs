/** The layers of the tests, and what each needs of this machine. */
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** In the order in which `npm test` runs them. */
export const LAYERS = /** @type {const} */ (['unit', 'integration', 'browser', 'lan']);
/** Run only when named. */
export const FURTHER_LAYERS = /** @type {const} */ (['screenshots']);

/** @typedef {typeof LAYERS[number] | typeof FURTHER_LAYERS[number]} Layer */

const CHROMIUM = { command: 'chromium', package: 'chromium', variable: 'EARSHOT_CHROMIUM' };
const FIREFOX = { command: 'firefox-esr', package: 'firefox-esr', variable: 'EARSHOT_FIREFOX' };

/** @type {Record<Layer, { root: boolean; commands: { command: string; package: string; variable?: string }[] }>} */
const NEEDS = {
  unit: { root: false, commands: [] },
  integration: { root: false, commands: [{ command: 'curl', package: 'curl' }] },
  browser: { root: false, commands: [CHROMIUM, FIREFOX] },
  screenshots: { root: false, commands: [CHROMIUM] },
  lan: {
    root: true,
    commands: [
      CHROMIUM,
      { command: 'ip', package: 'iproute2' },
      { command: 'nft', package: 'nftables' },
      { command: 'unshare', package: 'util-linux' },
      { command: 'avahi-daemon', package: 'avahi-daemon' },
      { command: 'avahi-browse', package: 'avahi-utils' },
      { command: 'curl', package: 'curl' },
      { command: 'dbus-daemon', package: 'dbus' },
      { command: 'certutil', package: 'libnss3-tools' },
    ],
  },
};

/** What may hold a command although an ordinary user's PATH does not name it. */
const FURTHER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** @param {string} word @returns {word is Layer} */
export const isLayer = (word) => Object.hasOwn(NEEDS, word);

/**
 * One line on what keeps a layer from running here and how to get it; null where nothing does.
 *
 * @param {Layer} layer
 */
export function obstacle(layer) {
  const needs = NEEDS[layer];
  const missing = needs.commands.filter(({ command, variable }) => !isThere(command, variable));
  const packages = missing.map((need) => need.package);
  if (layer === 'lan' && process.platform === 'linux' && !hasMdnsResolver()) packages.push('libnss-mdns');
  const user = needs.root && process.getuid?.() !== 0;
  if (packages.length === 0 && !user) return null;
  if (needs.root && process.platform !== 'linux')
    return `${layer} tests need Linux: this is ${process.platform}.`;
  return [
    `${layer} tests cannot run here:`,
    ...(packages.length === 0
      ? []
      : [`missing ${packages.join(', ')} (sudo apt-get install ${packages.join(' ')})`]),
    ...(packages.length > 0 && user ? ['and'] : []),
    ...(user ? [`not root (sudo npm test -- ${layer})`] : []),
  ].join(' ');
}

/**
 * @param {string} command
 * @param {string} [variable] of the environment, naming the file instead
 */
function isThere(command, variable) {
  const named = variable === undefined ? undefined : process.env[variable];
  if (named !== undefined && named !== '') return isExecutable(named);
  const folders = (process.env.PATH ?? '').split(delimiter).concat(FURTHER_FOLDERS);
  return folders.some((folder) => folder !== '' && isExecutable(join(folder, command)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** libnss-mdns has no command: it is a library that glibc loads from its own folder. */
function hasMdnsResolver() {
  return ['/usr/lib', '/lib'].some((folder) => {
    const machines = readdirSync(folder).filter((entry) => entry.endsWith('-linux-gnu'));
    return machines.some((entry) =>
      readdirSync(join(folder, entry)).some((file) => file.startsWith('libnss_mdns4')),
    );
  });
}
