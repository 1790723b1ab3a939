/** The list of contacts is not part of the first load. */
export const loadContacts = () => import('./contacts-list.ts');
