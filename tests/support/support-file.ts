/** Where a file of this folder is that is run and not imported. Told from the repository's root, since what imports this may be bundled. */
import { join } from 'node:path';

export const supportFile = (name: string): string => join(process.cwd(), 'tests', 'support', name);
