/** Where a server keeps its keys when nobody says where: the folder that each platform has for a user's application data. */
import { posix, win32 } from 'node:path';

export interface DataFolderSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
}

export function defaultDataFolder({ env, platform, home }: DataFolderSources): string {
  if (platform === 'win32') {
    return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'Earshot');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Earshot');
  const stated = env.XDG_DATA_HOME ?? '';
  // The XDG Base Directory Specification: a relative path is to be ignored.
  return posix.join(posix.isAbsolute(stated) ? stated : posix.join(home, '.local', 'share'), 'earshot');
}
