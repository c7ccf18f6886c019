/** Writes a file that others read while it is written: they see the old one or the new one, never half of either. */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** For everybody to read: a web server or a metrics collector runs as another user. */
const MODE = 0o644;

/** The name ends in `.tmp`: a collector takes whatever ends in `.prom`. */
const temporaryName = (file: string): string => join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);

/**
 * Puts the text into a new file in the same directory, then gives it the name; mode 0644.
 * Rejects with node's error when that is not possible; then the old file stands and nothing is left behind.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, "wx", MODE);
    try {
      await handle.writeFile(text);
      // The umask has its say when a file is made, and a service's is strict.
      await handle.chmod(MODE);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
