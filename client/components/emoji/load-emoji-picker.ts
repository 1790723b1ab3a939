/** The emoji are not part of the first load, and not of the messages either. */
export const loadEmojiPicker = () => import('./emoji-picker.ts');
