/** Choosing how long messages are kept is not part of the first load. */
export const loadKeepDialog = () => import('./keep-dialog.ts');
