/** Doors read and write files too, and do not know feeds. */
export { fileTrouble } from '#feeds/file-trouble';
