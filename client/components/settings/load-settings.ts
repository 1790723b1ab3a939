/** The settings are not part of the first load. */
export const loadSettings = () => import('./settings.ts');
