/** Words of a command line, quoted for the shell (POSIX, Shell Command Language, section 2.2.2). */

const HARMLESS = /^[A-Za-z0-9@%+:,./][A-Za-z0-9@%+=:,./_-]*$/;

/** One argument, whatever it holds. Control characters are the caller's matter: they may not be printed at all. */
export const shellWord = (text: string): string => (HARMLESS.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
